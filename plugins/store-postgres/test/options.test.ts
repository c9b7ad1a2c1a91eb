import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { postgres } from "../src/index.ts"

const opening = (options: unknown) => Effect.runPromise(Effect.flip(Effect.scoped(Layer.build(postgres(options as never)))))
const url = "postgres://user:secret@127.0.0.1:1/orders"

describe("options that a database of Postgres cannot be opened with", () => {
  it.each([
    [undefined, "in braces"],
    [null, "in braces"],
    [url, "in braces"],
    [[url], "in braces"],
    [{}, "no url"],
    [{ url: 3 }, "'url' has to be a text"],
    [{ url: "http://localhost" }, "its url is none"],
    [{ url: "postgres://user:se#c@ret@localhost/orders" }, "encodeURIComponent"],
    [{ url, schemas: "mine" }, "no option 'schemas'. Options: url"],
    [{ url, schema: "A-b" }, "'A-b' is no name of a schema"],
    [{ url, maxConnections: "7" }, "maxConnections is 7"],
    [{ url, statementTimeout: Number.NaN }, "statementTimeout is NaN"],
    [{ url, listen: "no" }, "'listen' has to be true or false"],
    [{ url, ssl: "yes" }, "'ssl' has to be"],
    [{ url, clock: "mine" }, "'clock' has to be"],
    [{ host: "localhost", port: "5432" }, "'port' has to be a number"],
    [{ host: "localhost", password: 3 }, "'password' has to be a text"],
  ])("%j", async (options, says) => {
    const error = await opening(options)
    expect(error).toMatchObject({ code: "ConfigurationInvalid", message: expect.stringContaining(says) })
    expect(error.message).not.toMatch(/secret|se#c/)
  })
})
