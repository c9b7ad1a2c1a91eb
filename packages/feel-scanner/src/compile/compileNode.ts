/**
 * The compiler: a syntax tree to closures. What is the same in each evaluation is computed once.
 */
import { builtinOf } from "../builtins/Builtins.ts"
import type { Node } from "../syntax/Syntax.ts"
import type { FeelValue } from "../values/FeelValue.ts"
import { limitReached } from "../values/Meter.ts"
import type { Compiler, Externals } from "./Compiler.ts"
import { compileArithmetic, compileNegation } from "./compileArithmetic.ts"
import { compileCall } from "./compileCall.ts"
import { compileBetween, compileComparison } from "./compileComparison.ts"
import { compileFilter } from "./compileFilter.ts"
import { compileFunction } from "./compileFunction.ts"
import { compileIf, compileLogic } from "./compileLogic.ts"
import { compileFor, compileQuantified } from "./compileLoops.ts"
import { compileName } from "./compileName.ts"
import { compilePath } from "./compilePath.ts"
import { type ConstantTests, compileIn, compileTests, constantTests } from "./compileTests.ts"
import { compileAt, compileContext, compileInstance, compileList, compileRange, compileTest } from "./compileValues.ts"
import { defaultLimits, type Eval, Frame, Run } from "./Run.ts"

/** A compiled tree. */
export interface Compiled {
  readonly evaluate: Eval
  /** The value, where it is the same in each evaluation. */
  readonly constant: FeelValue | undefined
  /** What unary tests compare with, where that is constant. */
  readonly tests: ConstantTests | null
}

const foldable: ReadonlySet<Node["kind"]> = new Set(["list", "range", "test", "negation", "arithmetic", "comparison", "path", "call"])

/** Compiles a tree. */
export const compileTree = (text: string, root: Node, externals: Externals): Compiled => {
  const constants = new Map<Eval, FeelValue>()
  const compiler: Compiler = {
    text,
    externals,
    node: (node) => {
      const evaluate = compileNode(compiler, node)
      if (!foldable.has(node.kind) || constants.has(evaluate) || !partsOf(node).every((part) => known.has(part))) {
        if (constants.has(evaluate)) known.add(node)
        return evaluate
      }
      const value = computedOnce(evaluate)
      if (value === undefined) return evaluate
      known.add(node)
      return compiler.constant(value)
    },
    constantOf: (evaluate) => constants.get(evaluate),
    constant: (value) => {
      const evaluate: Eval = () => value
      constants.set(evaluate, value)
      return evaluate
    },
    span: ({ start, end }) => ({ text, start, end }),
  }
  const known = new Set<Node>()
  const evaluate = compiler.node(root)
  return { evaluate, constant: constants.get(evaluate), tests: root.kind === "tests" ? constantTests(compiler, root) : null }
}

/** The parts of a node that have to be constants for it to be one. */
const partsOf = (node: Node): ReadonlyArray<Node> => {
  switch (node.kind) {
    case "list":
      return node.items
    case "range":
      return [node.from, node.to]
    case "test":
    case "negation":
      return [node.operand]
    case "arithmetic":
    case "comparison":
      return [node.left, node.right]
    case "path":
      return [node.source]
    case "call": {
      const { callee } = node
      const pure = callee.kind === "name" && callee.binding.kind === "builtin" && builtinOf(callee.binding.name)?.pure === true
      return pure ? node.arguments : [node]
    }
    default:
      return [node]
  }
}

/** The value of an evaluation without inputs, undefined where it had something to say: then it has to say so each time. */
const computedOnce = (evaluate: Eval): FeelValue | undefined => {
  const run = new Run({ ...defaultLimits, steps: 10_000 }, () => 0, "UTC")
  try {
    const value = evaluate(new Frame({}, [], null, run))
    return run.diagnostics === null ? value : undefined
  } catch (error) {
    if (limitReached(error)) return undefined
    throw error
  }
}

const compileNode = (compiler: Compiler, node: Node): Eval => {
  switch (node.kind) {
    case "literal":
      return compiler.constant(node.value)
    case "at":
      return compileAt(compiler, node)
    case "name":
      return compileName(compiler, node)
    case "list":
      return compileList(compiler, node)
    case "context":
      return compileContext(compiler, node)
    case "range":
      return compileRange(compiler, node)
    case "test":
      return compileTest(compiler, node)
    case "path":
      return compilePath(compiler, node)
    case "filter":
      return compileFilter(compiler, node)
    case "call":
      return compileCall(compiler, node)
    case "negation":
      return compileNegation(compiler, node)
    case "arithmetic":
      return compileArithmetic(compiler, node)
    case "comparison":
      return compileComparison(compiler, node)
    case "and":
    case "or":
      return compileLogic(compiler, node)
    case "between":
      return compileBetween(compiler, node)
    case "in":
      return compileIn(compiler, node)
    case "instance":
      return compileInstance(compiler, node)
    case "if":
      return compileIf(compiler, node)
    case "for":
      return compileFor(compiler, node)
    case "some":
    case "every":
      return compileQuantified(compiler, node)
    case "function":
      return compileFunction(compiler, node)
    case "tests":
      return compileTests(compiler, node)
  }
}
