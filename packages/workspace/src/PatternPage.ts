/**
 * The page about the workflow patterns: made of the table beside their tests, so that it says of each only what is tested.
 */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { root, textOf } from "./Package.ts"

/** A row of the table that the tests use. */
interface Pattern {
  readonly number: number
  readonly name: string
  readonly group: string
  readonly means: string
  readonly graph: string
  readonly builder: string
}

/** Where the page stands, and where the tests. */
export const patternPage = "docs/reference/workflow-patterns.md"
const folder = "packages/process/test/patterns"

/** The table, which stands with the tests of another package. */
export const patterns: ReadonlyArray<Pattern> = JSON.parse(textOf(`${folder}/patterns.json`))

/** The numbers of the patterns that have a test. */
export const testedPatterns = (): ReadonlyArray<number> => [...testFiles().keys()]

const testFiles = (): ReadonlyMap<number, string> =>
  new Map(
    readdirSync(join(root, folder)).flatMap((file) => {
      const number = /^(\d+)-.*\.test\.ts$/.exec(file)?.[1]
      return number === undefined ? [] : [[Number(number), file] as const]
    }),
  )

/** The text of the page. */
export const renderPatternPage = (): string => {
  const groups = Map.groupBy(patterns, ({ group }) => group)
  const files = testFiles()
  const row = ({ number, name, means, graph, builder }: Pattern): string =>
    `| [${number}](../../${folder}/${files.get(number) ?? ""}) | ${name} | ${means} | ${graph} | ${builder} |`
  const tables = [...groups].map(
    ([group, list]) =>
      `## ${group}\n\n| # | pattern | means | in a graph | with the builder |\n|---|---|---|---|---|\n${list.map(row).join("\n")}\n`,
  )
  return `# The workflow patterns

Russell, ter Hofstede, van der Aalst and Mulyar wrote down which forms the flow of work takes, in "Workflow Control-Flow Patterns: A
Revised View" (BPM Center report BPM-06-22, 2006). There are ${patterns.length}, and Millrace has all of them. The number leads to a test: a process that has the
pattern, drawn and as a graph, and the trace it gives. The order is that of the report.

This page is made of the table that the tests use: \`node packages/workspace/scripts/patterns.ts\`.

${tables.join("\n")}`
}
