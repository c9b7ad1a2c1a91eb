/** Builds what is published: `dist` of every public package. */
import { spawnSync } from "node:child_process"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { environment, publicPackages, root } from "./Package.ts"

/** Compiles all public packages. Throws an `Error` with the compiler's messages where something does not compile. */
export const build = (): void => {
  const folders = publicPackages.map(({ folder }) => folder)
  // What a renamed source left behind would be packed with the rest.
  for (const folder of folders) rmSync(join(root, folder, "dist"), { recursive: true, force: true })
  const { status, stdout, stderr } = spawnSync("tsc", ["-b", ...folders], { cwd: root, env: environment, encoding: "utf8" })
  if (status !== 0) throw new Error(`The packages do not build: run 'pnpm build' after a fix.\n${stdout}${stderr}`)
}
