/** The pictures in the documentation. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { examplePictures, picturesFolder } from "../src/pictures/examplePictures.ts"

it("shows the examples as they are: 'pnpm pictures' draws them anew", async () => {
  const pictures = await examplePictures()
  expect(readdirSync(picturesFolder).toSorted()).toEqual([...pictures.keys()].toSorted())
  const old = [...pictures].filter(([name, svg]) => readFileSync(join(picturesFolder, name), "utf8") !== svg).map(([name]) => name)
  expect(old).toEqual([])
})
