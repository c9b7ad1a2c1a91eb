/** A process that starts a server and holds it until it is killed. */
import { dirname } from "node:path"
import { startPostgres } from "@millrace/postgres-server"

const server = await startPostgres({ own: true })
const [row] = await server.query("SHOW data_directory")
process.stdout.write(JSON.stringify({ url: server.url, folder: dirname(String(row?.data_directory)) }))
setInterval(() => {}, 60_000)
