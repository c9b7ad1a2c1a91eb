/** Engines in a storm: part 1 of 5. */
import { describe } from "vitest"
import { testSeeds } from "./seeds.ts"

describe("engines in a storm", () => testSeeds(0))
