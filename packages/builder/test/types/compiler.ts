/**
 * Runs the TypeScript compiler on files made for a test, in a folder that nothing else compiles.
 */
import { execFile } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const root = fileURLToPath(new URL("../..", import.meta.url))
const compiler = join(createRequire(import.meta.url).resolve("typescript/package.json"), "../bin/tsc")

/** What the compiler printed about one file. `files` import the package as `../../src/index.ts`. */
export const compile = async (
  folder: string,
  files: Readonly<Record<string, string>>,
  ...options: ReadonlyArray<string>
): Promise<string> => {
  const place = join(root, "node_modules", `.typetest-${folder}-${process.pid}`)
  mkdirSync(place, { recursive: true })
  const config = {
    extends: "../../../../tsconfig.json",
    compilerOptions: { typeRoots: ["../../../../node_modules/@types"] },
    files: Object.keys(files),
    // The one that is inherited would take in the whole workspace.
    include: [],
  }
  writeFileSync(join(place, "tsconfig.json"), JSON.stringify(config))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text)
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, "-p", place, "--noEmit", "--pretty", "false", ...options], {
      maxBuffer: 1 << 26,
    })
    return stdout
  } catch (error) {
    // The compiler exits with 2 where there are mistakes; they stand in what it printed.
    const printed: unknown = Object(error).stdout
    if (typeof printed === "string" && printed !== "") return printed
    throw error
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
