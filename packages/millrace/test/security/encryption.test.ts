/**
 * Encryption at rest, through the front door: nothing of what an instance knows stands readable in the files, keys can be
 * changed, and what cannot be decrypted is said and lost nowhere.
 */
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { Logger } from "effect"
import { describe, expect, it } from "vitest"
import { aesGcm, Millrace, process, Schema } from "../../src/index.ts"
import { closing, eventually, expectError, freshFile, incidentOf, taskOf } from "../hostile/Scene.ts"

const key = (byte: number) => new Uint8Array(32).fill(byte)
const first = aesGcm({ keys: { "2026-01": key(1) }, current: "2026-01" })
const both = aesGcm({ keys: { "2026-01": key(1), "2026-02": key(2) }, current: "2026-02" })

const marker = "Xq7-MARKER-93kd"

const secretive = process("secretive", { version: 1, input: Schema.Struct({ word: Schema.String }) })
  .serviceTask("small", ({ vars }) => ({ said: vars.word }))
  .serviceTask("large", ({ vars }) => vars.word.repeat(500))
  .userTask("look", { form: Schema.Struct({ note: Schema.String }) })
  .serviceTask(
    "fails",
    ({ vars }): string => {
      throw new Error(`no ${vars.word}`)
    },
    { retry: { attempts: 1 } },
  )
  .output(({ vars }) => vars.word)

/** Everything in the folder of the file, as one text. */
const bytesOf = (file: string): string =>
  readdirSync(dirname(file))
    .map((name) => readFileSync(join(dirname(file), name), "latin1"))
    .join("\n")

describe("encryption", () => {
  it("leaves nothing readable in the files, and everything readable through the engine", async () => {
    const file = freshFile()
    const millrace = await closing(Millrace.open({ processes: [secretive], file, encryption: first }))
    const { id } = await millrace.start(secretive, { word: marker }, { businessKey: "b-1" })
    await millrace.complete(id, secretive, "look", { note: marker }, { by: "ann" }).catch(async () => {
      await taskOf(millrace, id)
      await millrace.complete(id, secretive, "look", { note: marker }, { by: "ann" })
    })
    const incident = await incidentOf(millrace, id)
    expect(incident.message).toContain(marker)
    expect((await millrace.get(id)).vars).toMatchObject({ word: marker, look: { note: marker } })
    expect(JSON.stringify(await millrace.history(id))).toContain(marker)
    expect(bytesOf(file)).not.toContain(marker)
    await millrace.close()
    expect(bytesOf(file)).not.toContain(marker)
    // Naming it stays idempotent: the digest of the input is read back.
    const again = await closing(Millrace.open({ processes: [secretive], file, encryption: first }))
    expect((await again.start(secretive, { word: marker }, { businessKey: "b-1" })).id).toBe(id)
    await expectError(again.start(secretive, { word: "other" }, { businessKey: "b-1" }), "InstanceConflict")
    expect(((await again.get(id)).vars.large as string).length).toBe(marker.length * 500)
  })

  it("can be turned on later, and its key can be changed", async () => {
    const file = freshFile()
    const open = (encryption?: typeof first) =>
      closing(Millrace.open({ processes: [secretive], file, ...(encryption === undefined ? {} : { encryption }) }))
    const plain = await open()
    const ids = [(await plain.start(secretive, { word: "plain" })).id]
    await taskOf(plain, ids[0] ?? "")
    await plain.close()
    for (const codec of [first, both]) {
      const millrace = await open(codec)
      const { id } = await millrace.start(secretive, { word: `begun ${ids.length}` })
      ids.push(id)
      await taskOf(millrace, id)
      await millrace.close()
    }
    const last = await open(both)
    for (const [place, id] of ids.entries()) {
      expect((await last.get(id)).vars.word).toBe(["plain", "begun 1", "begun 2"][place])
      await last.complete(id, secretive, "look", { note: "n" }, { by: "ann" })
      await incidentOf(last, id)
    }
    expect((await last.list()).items.length).toBe(3)
  })

  it("says which key is missing, loses nothing, and goes on when the key is there again", async () => {
    const file = freshFile()
    const before = await closing(Millrace.open({ processes: [secretive], file, encryption: first }))
    const { id } = await before.start(secretive, { word: marker })
    await taskOf(before, id)
    await before.close()
    const wrong = aesGcm({ keys: { "2027-01": key(7) }, current: "2027-01" })
    const without = await closing(Millrace.open({ processes: [secretive], file, encryption: wrong }))
    await expectError(without.get(id), "KeyMissing", "'2026-01'")
    await expectError(without.complete(id, secretive, "look", { note: "n" }, { by: "ann" }), "KeyMissing")
    await without.close()
    const plain = await closing(Millrace.open({ processes: [secretive], file }))
    await expectError(plain.get(id), "KeyMissing", "'encryption'")
    await plain.close()
    const after = await closing(Millrace.open({ processes: [secretive], file, encryption: both }))
    expect((await after.incidents.list()).items).toEqual([])
    await after.complete(id, secretive, "look", { note: "n" }, { by: "ann" })
    expect((await incidentOf(after, id)).message).toContain(marker)
  })

  it("takes an instance with a tampered row out of service, and no other", async () => {
    const file = freshFile()
    const before = await closing(Millrace.open({ processes: [secretive], file, encryption: first }))
    const ids = [(await before.start(secretive, { word: "a" })).id, (await before.start(secretive, { word: "b" })).id]
    for (const id of ids) await taskOf(before, id)
    await before.close()
    const database = new DatabaseSync(file)
    // The first commit of the one takes the place of the first commit of the other.
    database.exec(
      "UPDATE log SET events = (SELECT b.events FROM log b WHERE b.seq = 1 AND b.key = (SELECT max(key) FROM log)) WHERE seq = 1 AND key = (SELECT min(key) FROM log)",
    )
    database.close()
    const [tampered = "", whole = ""] = ids
    const after = await closing(Millrace.open({ processes: [secretive], file, encryption: first }))
    await expectError(after.get(tampered), "StoreCorrupt", "cannot be decrypted")
    const incident = await eventually(async () => (await after.incidents.list()).items[0])
    expect(incident).toMatchObject({ instance: tampered, code: "InstanceQuarantined" })
    expect((await after.get(whole)).vars.word).toBe("b")
  })

  it("says once that a key is missing for work that has to go on, and does that work when it is there", async () => {
    const file = freshFile()
    const lines: Array<string> = []
    const logger = Logger.make(({ message }) => {
      lines.push(JSON.stringify(message))
    })
    let fails = true
    const working = process("working", { version: 1 })
      .serviceTask("work", () => (fails ? new Promise<string>(() => {}) : "done"))
      .output(({ vars }) => vars.work)
    const options = { processes: [working], file, gracePeriod: 0 }
    const before = await closing(Millrace.open({ ...options, encryption: first }))
    const ids = [(await before.start(working, {})).id, (await before.start(working, {})).id]
    await before.close()
    fails = false
    const wrong = aesGcm({ keys: { "2027-01": key(7) }, current: "2027-01" })
    const without = await closing(Millrace.open({ ...options, encryption: wrong, layer: Logger.layer([logger]) }))
    await eventually(async () => lines[0])
    await without.close()
    expect(lines.length).toBe(1)
    expect(lines[0]).toContain("'2026-01'")
    const after = await closing(Millrace.open({ ...options, encryption: both }))
    for (const id of ids) expect(await after.handle(working, id).result()).toBe("done")
  })
})
