/**
 * `pnpm pictures`: draws the pictures of the documentation anew.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { helpText, readOptions } from "../Options.ts"
import { runProgramme } from "../runProgramme.ts"
import { examplePictures, picturesFolder } from "./examplePictures.ts"

await runProgramme(async () => {
  if (readOptions(process.argv.slice(2), {}).flag("help")) {
    console.log(
      helpText("pnpm pictures", ["Draws the processes of all examples into docs/pictures, and removes what is there beside them."], {}),
    )
    return 0
  }
  const pictures = await examplePictures()
  mkdirSync(picturesFolder, { recursive: true })
  for (const name of readdirSync(picturesFolder)) if (!pictures.has(name)) rmSync(join(picturesFolder, name))
  for (const [name, svg] of pictures) writeFileSync(join(picturesFolder, name), svg)
  console.log(`${pictures.size} pictures are in docs/pictures.`)
  return 0
})
