/** Who is a risk: a decision table as typed code, checked for gaps and overlaps when this file is loaded. */
import { decisionTable } from "@millrace/dmn"
import { Schema } from "millrace"

export const risk = decisionTable("risk", {
  input: Schema.Struct({ age: Schema.Int, income: Schema.Number, sum: Schema.Number }),
  output: Schema.Struct({ level: Schema.Literals(["low", "high", "refused"]) }),
  hit: "unique",
  rules: [
    { when: { age: "< 18" }, then: { level: "refused" }, because: "minors make no contracts" },
    { when: { age: "[18..25)", sum: "<= 5000" }, then: { level: "low" } },
    { when: { age: "[18..25)", sum: "> 5000" }, then: { level: "high" }, because: "young, and much" },
    { when: { age: ">= 25", income: "< 1000" }, then: { level: "high" } },
    { when: { age: ">= 25", income: ">= 1000" }, then: { level: "low" } },
  ],
})
