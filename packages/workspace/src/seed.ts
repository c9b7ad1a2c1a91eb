/**
 * Gives the properties of fast-check the same seed in every run, so that a change is judged by what it changed. `pnpm properties` runs them
 * from other seeds.
 */
import fc from "fast-check"

const seedVariable = "MILLRACE_PROPERTY_SEED"

const seed = Number(process.env[seedVariable] ?? 1)
if (!Number.isSafeInteger(seed)) throw new Error(`${seedVariable} is '${process.env[seedVariable]}', which is no whole number.`)

fc.configureGlobal({ seed })
