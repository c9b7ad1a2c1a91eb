/**
 * The conformance programme: runs every case of a suite, and prints the scores by level and folder.
 */
import { existsSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { helpText, type Option, readOptions, UsageError } from "../Options.ts"
import { type Column, headOf, rowOf } from "../Table.ts"
import { runModels } from "./bpmn/runModels.ts"
import { type ConformanceRecord, grouped, levelOf, type Score, scoreOf } from "./ConformanceRecord.ts"
import { runKit } from "./dmn/runKit.ts"
import { dmnMarkdown } from "./markdownOf.ts"

/** Where the kits lie: beside the repository. */
export const sharedFolder = fileURLToPath(new URL("../../../../../shared", import.meta.url))

/** A line of the table. */
interface Line extends Score {
  readonly name: string
}

interface Suite {
  readonly folder: string
  readonly run: (folder: string) => ReadonlyArray<ConformanceRecord> | Promise<ReadonlyArray<ConformanceRecord>>
  /** The page of documentation; without it the suite has none. */
  readonly markdown?: (records: ReadonlyArray<ConformanceRecord>) => string
  readonly columns: ReadonlyArray<Column<Line>>
}

const options: Readonly<Record<string, Option>> = {
  cases: { value: "DIR", about: "the folder of the cases; the kit in ../shared where it is left out" },
  markdown: { value: "FILE", about: "also write the scores into this file, as the page of documentation" },
  json: { value: "FILE", about: "also write a record of each case into this file, in an array" },
}

const columns: ReadonlyArray<Column<Line>> = [
  { title: "cases", width: 50, cell: ({ name }) => name, align: "left" },
  { title: "passed", width: 6, cell: ({ passed }) => `${passed}` },
  { title: "of", width: 6, cell: ({ total }) => `${total}` },
  { title: "not null", width: 8, cell: ({ passedValues }) => `${passedValues}` },
  { title: "of", width: 6, cell: ({ totalValues }) => `${totalValues}` },
]

const suites: Readonly<Record<string, Suite>> = {
  bpmn: { folder: resolve(sharedFolder, "models/bpmn"), run: runModels, columns: columns.slice(0, 3) },
  dmn: { folder: resolve(sharedFolder, "dmn-tck"), run: runKit, markdown: dmnMarkdown, columns },
}

/** Runs the programme and gives its exit code: 1 where a case failed. */
export const conformance = async (argv: ReadonlyArray<string>, print: (line: string) => void): Promise<number> => {
  const { flag, text, positionals } = readOptions(argv, options)
  const names = Object.keys(suites)
  if (flag("help")) {
    print(
      helpText(
        `pnpm conformance ${names.join("|")} [options]`,
        [
          "Runs every case of the test kit of a standard, strictly, and prints passed and total: of all cases,",
          "and, for decisions, of those that expect more than null.",
        ],
        options,
      ),
    )
    return 0
  }
  const [name = ""] = positionals
  const suite = Object.hasOwn(suites, name) ? suites[name] : undefined
  if (suite === undefined || positionals.length > 1) throw new UsageError(`Name one suite: ${names.join(", ")}. --help lists the options.`)
  const cases = text("cases")
  const folder = cases === undefined ? suite.folder : resolve(cases)
  if (!existsSync(folder)) throw new UsageError(`${folder} is not there: name the folder of the cases with --cases.`)
  const records = await suite.run(folder)
  if (records.length === 0) throw new UsageError(`${folder} has no cases: name the folder of the cases with --cases.`)
  const json = text("json")
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(records, null, 2)}\n`)
  const markdown = text("markdown")
  if (markdown !== undefined) {
    if (suite.markdown === undefined) throw new UsageError(`The suite '${name}' has no page of documentation: leave --markdown out.`)
    writeFileSync(markdown, suite.markdown(records))
  }
  report(records, suite.columns, print)
  return records.every(({ ok }) => ok) ? 0 : 1
}

const report = (records: ReadonlyArray<ConformanceRecord>, columns: ReadonlyArray<Column<Line>>, print: (line: string) => void): void => {
  print(headOf(columns))
  for (const [folder, own] of grouped(records, (record) => record.folder)) print(rowOf(columns, { name: folder, ...scoreOf(own) }))
  print("")
  for (const [level, own] of grouped(records, levelOf)) print(rowOf(columns, { name: level, ...scoreOf(own) }))
  print(rowOf(columns, { name: "all", ...scoreOf(records) }))
  const failed = records.filter(({ ok }) => !ok)
  print(`${records.length - failed.length}/${records.length} passed`)
  if (failed.length > 0) print("")
  for (const { folder, case: id, expected, actual, reason } of failed) {
    print(`${folder} ${id}: expected ${expected}, but got ${actual}. ${reason ?? ""}`.trimEnd())
  }
}
