/**
 * A Postgres server that has been in use for a while. A new one makes each file of its write-ahead log when it is
 * needed, and all commits wait for that: 40 ms for every 16 MB, measured. One that has made checkpoints uses its old
 * files again. Peers have the same server.
 */
import type { PostgresServer } from "@millrace/postgres-server"

/** Files of 16 MB: enough until the server makes its next checkpoint by itself. */
const files = 40

/** Has the server make the files that it needs, once; a server that is not ours is taken as it is. */
export const wornIn = async (server: PostgresServer | undefined): Promise<void> => {
  if (server?.pid() === undefined) return
  await server.query(`DO $$ BEGIN FOR n IN 1..${files} LOOP
    PERFORM pg_logical_emit_message(false, 'millrace', 'worn in');
    PERFORM pg_switch_wal();
  END LOOP; END $$`)
  await server.query("CHECKPOINT")
}
