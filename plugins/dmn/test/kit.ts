/**
 * The models of the DMN kit, which lies beside the repository; none where it is not there.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** Where the kit lies. */
export const kitFolder = fileURLToPath(new URL("../../../../shared/dmn-tck", import.meta.url))

/** The texts of all models of the kit. */
export const kitModels = (): ReadonlyArray<{ readonly name: string; readonly xml: string }> =>
  existsSync(kitFolder)
    ? readdirSync(kitFolder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".dmn"))
        .toSorted()
        .map((file) => ({ name: file, xml: readFileSync(join(kitFolder, file), "utf8") }))
    : []
