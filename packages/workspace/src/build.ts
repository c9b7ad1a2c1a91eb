/** Builds what is published: `dist` of every public package, with one incremental run of the compiler. */
import { spawnSync } from "node:child_process"
import { environment, publicPackages, root } from "./Package.ts"

/** Compiles all public packages. Throws an `Error` with the compiler's messages where something does not compile. */
export const build = (): void => {
  const folders = publicPackages.map(({ folder }) => folder)
  const { status, stdout, stderr } = spawnSync("tsc", ["-b", ...folders], { cwd: root, env: environment, encoding: "utf8" })
  if (status !== 0) throw new Error(`The packages do not build: run 'pnpm build' after a fix.\n${stdout}${stderr}`)
}
