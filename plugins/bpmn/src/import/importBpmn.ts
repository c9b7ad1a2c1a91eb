/**
 * Importing: BPMN XML becomes processes that the engine runs like those of the builder.
 */
import type { Bindings, Code, Codec, Definition, Does, Executable, Handler, Json, JsonObject } from "@millrace/kernel"
import { makeDefinition, type ProcessGraph } from "@millrace/process"
import { BpmnError } from "../BpmnError.ts"
import type { BpmnProblem } from "../BpmnProblem.ts"
import { requireDocument, requireList, requireOptions } from "../given.ts"
import type { GraphLayout } from "../layout/GraphLayout.ts"
import { readLayout } from "../layout/readLayout.ts"
import { fieldsOf } from "../millrace/fieldsOf.ts"
import { idOf, nameUnnamed } from "../millrace/idOf.ts"
import { elementsAt, is, type ModdleElement, textAt } from "../moddle/ModdleElement.ts"
import { type BpmnDocument, readModdle } from "../moddle/readModdle.ts"
import type { XmlLimits } from "../moddle/scanXml.ts"
import { checkCatches } from "./checkCatches.ts"
import type { Language } from "./expressions.ts"
import { makeExecutable } from "./makeExecutable.ts"
import { type HandlerNeed, makeReading } from "./Reading.ts"
import { readScope } from "./readScope.ts"

/** What an import may be told. */
export interface ImportOptions {
  /** The version of the processes; 1 where it is left out. */
  readonly version?: number
  /**
   * What tasks do: by the id of the element, by the job type or topic, or by the text of the expression or delegate. The first of these
   * that is there is taken.
   */
  readonly handlers?: Readonly<Record<string, Handler>>
  /** What checks the forms of user tasks: by the id of the task, or by the key that the document gives its form. */
  readonly forms?: Readonly<Record<string, Codec>>
  /** Code that expressions name, for documents that were exported from code: `order.build().bindings`. */
  readonly bindings?: Partial<Bindings>
  /** Code by its name, as conditions `{ code }` refer to it. */
  readonly code?: Readonly<Record<string, Code>>
  /** How the document names languages beside FEEL and JUEL: `[{ uri: "http://example.com/rules", name: "rules" }]`. */
  readonly languages?: ReadonlyArray<Language>
  /** How large the document may be. */
  readonly limits?: XmlLimits
}

const optionNames: ReadonlyArray<string> = [
  "version",
  "handlers",
  "forms",
  "bindings",
  "code",
  "languages",
  "limits",
] satisfies ReadonlyArray<keyof ImportOptions>

/** The steps of an imported process are known at run time only. */
type AnySteps = Does<string, "task", Readonly<Record<string, unknown>>> | Does<string, "service", unknown>

/** A process of a document. */
export interface ImportedProcess extends Executable<string, JsonObject | undefined, unknown, { readonly _tag: string }, never, AnySteps> {
  readonly name: string | undefined
  /** False where the document says that it is only a drawing. */
  readonly executable: boolean
  readonly definition: Definition<ProcessGraph>
  /** What was found in it; errors keep it from being built. */
  readonly problems: ReadonlyArray<BpmnProblem>
  /** The names of what has to be bound, by the id of the task. */
  readonly handlerNames: ReadonlyMap<string, ReadonlyArray<string>>
}

/** A document that was imported. */
export interface ImportedModel {
  /** Those that run: give them to `Millrace.open`. */
  readonly processes: ReadonlyArray<ImportedProcess>
  /** All processes, those that are only drawn among them. */
  readonly all: ReadonlyArray<ImportedProcess>
  /** The process of this id; the only one where none is named. Throws a `BpmnError` where there is none. */
  readonly process: (id?: string) => ImportedProcess
  /** What was found in the document and in all processes. */
  readonly problems: ReadonlyArray<BpmnProblem>
  readonly document: BpmnDocument
}

/**
 * Imports a document, given as its text or as the bytes of its file, in whatever encoding that is. What cannot be executed is in `problems`, with element and line, and keeps a process from being opened.
 *
 * ```ts
 * const model = await importBpmn(readFileSync("order.bpmn"), { handlers: { "charge-card": ({ vars }) => charge(vars.amount) } })
 * const millrace = await Millrace.open({ processes: model.processes, plugins: [bpmn()] })
 * ```
 *
 * Throws a `BpmnError` where the text is no BPMN at all, or is refused.
 */
export const importBpmn = async (xml: string | Uint8Array, options: ImportOptions = {}): Promise<ImportedModel> => {
  requireDocument("importBpmn", xml)
  requireOptions("importBpmn", options, optionNames, ["handlers", "forms", "bindings", "code", "limits"])
  requireList("importBpmn", "languages", options.languages)
  const document = await readModdle(xml, options.limits)
  const roots = elementsAt(document.definitions, "rootElements")
  const found = roots.filter((element) => element.$type === "bpmn:Process" && elementsAt(element, "flowElements").length > 0)
  const drawn = roots
    .filter((element) => is(element, "bpmn:Choreography"))
    .map(
      (element): BpmnProblem => ({
        code: "NotExecutable",
        severity: "warning",
        element: element.id,
        line: document.lineOf(element),
        message: "choreographies are kept, and not executed.",
      }),
    )
  const general = [...document.problems, ...drawn]
  const all = found.map((element, index) => {
    nameUnnamed(element, `process-${index + 1}`)
    const own = found.length === 1 ? general : problemsIn(element, general)
    return shallow(() => importProcess(document, element, options, own))
  })
  const processes = all.filter(({ executable }) => executable)
  return {
    processes,
    all,
    process: (id) => processNamed(processes.length > 0 ? processes : all, id),
    get problems() {
      return [...new Set([...general, ...all.flatMap(({ problems }) => problems)])]
    },
    document,
  }
}

/** What is nested deeper than the machine can follow is refused like what is nested deeper than the limits allow. */
const shallow = <A>(read: () => A): A => {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new BpmnError("XmlTooLarge", "Sub-processes are nested too deep to be read: leave the limit 'maxDepth' as it is.")
  }
}

const processNamed = (processes: ReadonlyArray<ImportedProcess>, id: string | undefined): ImportedProcess => {
  const [only, another] = processes
  const found = id === undefined && another === undefined ? only : processes.find((process) => process.id === id)
  if (found !== undefined) return found
  const names = processes.map((process) => `'${process.id}'`).join(", ")
  const there = names === "" ? "It has none." : `It has ${names}.`
  throw new BpmnError(
    "ProcessUnknown",
    id === undefined ? `Say which process of the document is meant. ${there}` : `The document has no process '${id}'. ${there}`,
  )
}

/** Problems of the document itself belong to the process that the element stands in; to all where that is not known. */
const problemsIn = (process: ModdleElement, general: ReadonlyArray<BpmnProblem>): ReadonlyArray<BpmnProblem> => {
  const ids = idsIn(process)
  return general.filter(({ element }) => element === undefined || ids.has(element))
}

const idsIn = (container: ModdleElement): Set<string> => {
  const ids = new Set<string>()
  const visit = (element: ModdleElement): void => {
    if (element.id !== undefined) ids.add(element.id)
    for (const name of ["flowElements", "artifacts"]) {
      if (element.$type === "bpmn:Process" || is(element, "bpmn:SubProcess")) for (const inner of elementsAt(element, name)) visit(inner)
    }
  }
  visit(container)
  return ids
}

const importProcess = (
  document: BpmnDocument,
  element: ModdleElement,
  options: ImportOptions,
  general: ReadonlyArray<BpmnProblem>,
): ImportedProcess => {
  const id = idOf(element)
  const written = fieldsOf(element)
  const version = options.version ?? (typeof written.version === "number" ? written.version : 1)
  const reading = makeReading(document, { process: id, version, languages: options.languages ?? [], forms: options.forms ?? {} })
  readScope(reading, element, undefined)
  checkCatches(reading)
  const elements = new Map(reading.elements.map((one) => [one.id, one]))
  const layout = readLayout(document.definitions, new Set(reading.sources.keys()), elements)
  const graph: ProcessGraph = {
    elements: reading.elements,
    flows: reading.flows,
    ...(written.saga === true ? { saga: true } : {}),
    ...(Array.isArray(written.redacted) ? { redacted: written.redacted } : {}),
    // The text is the same one for all processes of the document.
    layout: { ...asJson(layout ?? { shapes: {}, edges: {} }), bpmn: document.xml },
  }
  const definition = makeDefinition({ id, version, graph })
  const checked = makeExecutable(definition, reading, general, options)
  return {
    id,
    version,
    name: textAt(element, "name"),
    executable: element.get("isExecutable") !== false,
    definition,
    // Found when somebody looks: who only exports or draws does not wait for it.
    get problems() {
      return checked.problems
    },
    handlerNames: namesOf(reading.needs),
    build: checked.build,
  }
}

const namesOf = (needs: ReadonlyArray<HandlerNeed>): ReadonlyMap<string, ReadonlyArray<string>> =>
  new Map(needs.map(({ element, names }) => [idOf(element), names.slice(1)]))

const asJson = (layout: GraphLayout): { readonly [field: string]: Json } => JSON.parse(JSON.stringify(layout))
