/**
 * The scores of a suite as the page of documentation that shows them.
 */
import { type ConformanceRecord, grouped, levelOf, type Score, scoreOf } from "./ConformanceRecord.ts"

const rowOf = (name: string, { passed, total, passedValues, totalValues }: Score): string =>
  `| ${name} | ${passed} | ${total} | ${passedValues} | ${totalValues} |`

const head = (title: string): ReadonlyArray<string> => [`| ${title} | passed | of | passed, not null | of |`, "|---|---:|---:|---:|---:|"]

/** The page `docs/reference/dmn-conformance.md`. */
export const dmnMarkdown = (records: ReadonlyArray<ConformanceRecord>): string => {
  const folders = [...grouped(records, (record) => record.folder)].map(([folder, own]) => rowOf(`\`${folder}\``, scoreOf(own)))
  const levels = [...grouped(records, levelOf)].map(([level, own]) => rowOf(level, scoreOf(own)))
  const failed = records.filter(({ ok }) => !ok)
  return [
    "# DMN conformance",
    "",
    "Written by `pnpm conformance dmn --markdown docs/reference/dmn-conformance.md`; a test runs the cases and compares.",
    "",
    "The cases are those of the [DMN TCK](https://github.com/dmn-tck/tck), the test kit of the standard. A case passes where each of its results has the same kind and value: numbers up to the 1e-8",
    "with which the kit writes them, dates and times with the same offset or zone, contexts with exactly the same entries. A result that has to be an error is null and comes with a diagnostic. Cases that",
    "expect null are easy: an engine that always answers null passes them. So those that expect another value are counted apart.",
    "",
    ...head("level"),
    ...levels,
    rowOf("all", scoreOf(records)),
    "",
    "The functions of Java that some cases call are given by the programme: Millrace runs external functions only where its caller brings them.",
    "",
    ...(failed.length === 0 ? [] : ["Failed:", "", ...failed.map((record) => `- \`${record.folder}\` ${record.case}`), ""]),
    "## By folder",
    "",
    ...head("folder"),
    ...folders,
    "",
  ].join("\n")
}
