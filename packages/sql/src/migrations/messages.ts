/**
 * 0003: messages and signals, those who wait for them and what is on its way; called instances; schedules.
 */
import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { Dialect } from "../Dialect.ts"

const tables = ({ integer, text, counted, clustered }: Dialect["schema"]): ReadonlyArray<string> => [
  `ALTER TABLE instances ADD COLUMN parent ${integer}`,
  `ALTER TABLE instances ADD COLUMN child ${integer}`,

  // The address is there for as long as a message may be given; what is fresh has not been held against messages yet.
  `CREATE TABLE subscriptions (
    key ${integer} NOT NULL, id ${integer} NOT NULL, kind ${text} NOT NULL, name ${text} NOT NULL, correlation ${text}, address ${text},
    stays ${integer} NOT NULL, taken ${integer} NOT NULL, fresh ${integer} NOT NULL, instance ${text} NOT NULL, process ${text} NOT NULL,
    business_key ${text}, element ${text} NOT NULL, created_at ${integer} NOT NULL,
    PRIMARY KEY (key, id)
  )${clustered}`,
  "CREATE INDEX subscriptions_address ON subscriptions (address, created_at, key, id) WHERE address IS NOT NULL",
  "CREATE INDEX subscriptions_fresh ON subscriptions (created_at, key, id) WHERE fresh = 1",
  "CREATE INDEX subscriptions_name ON subscriptions (name, key, id)",
  "CREATE INDEX subscriptions_process ON subscriptions (process, key, id)",

  // What is fresh has not been held against those who wait yet.
  `CREATE TABLE messages (
    id ${counted}, name ${text} NOT NULL, correlation ${text}, address ${text} NOT NULL, message_id ${text} NOT NULL, payload ${text} NOT NULL,
    created_at ${integer} NOT NULL, expires_at ${integer} NOT NULL, fresh ${integer} NOT NULL
  )`,
  "CREATE INDEX messages_address ON messages (address, id)",
  "CREATE INDEX messages_name ON messages (name, id)",
  "CREATE INDEX messages_fresh ON messages (id) WHERE fresh = 1",
  "CREATE INDEX messages_expires ON messages (expires_at)",
  `CREATE TABLE message_ids (mark ${text} PRIMARY KEY, forget_at ${integer} NOT NULL)${clustered}`,
  "CREATE INDEX message_ids_forget ON message_ids (forget_at)",

  `CREATE TABLE deliveries (
    id ${counted}, kind ${text} NOT NULL, key ${integer}, instance ${text}, process ${text} NOT NULL, version ${integer}, ref ${integer} NOT NULL,
    name ${text} NOT NULL, source ${text} NOT NULL, payload ${text} NOT NULL, correlation ${text}, expires_at ${integer}, parent ${integer},
    business_key ${text}, created_at ${integer} NOT NULL, shared ${text}
  )`,
  "CREATE INDEX deliveries_process ON deliveries (process, id)",
  // What many get stands once: their deliveries name it in the place of a payload of their own.
  "CREATE INDEX deliveries_shared ON deliveries (shared) WHERE shared IS NOT NULL",
  `CREATE TABLE payloads (id ${text} PRIMARY KEY, payload ${text} NOT NULL)${clustered}`,

  `CREATE TABLE children (
    key ${integer} NOT NULL, id ${integer} NOT NULL, child ${text} NOT NULL, process ${text} NOT NULL, instance ${text} NOT NULL,
    element ${text} NOT NULL, created_at ${integer} NOT NULL,
    PRIMARY KEY (key, id)
  )${clustered}`,

  `CREATE TABLE schedules (
    definition ${integer} NOT NULL, element ${text} NOT NULL, process ${text} NOT NULL, version ${integer} NOT NULL, fired ${integer} NOT NULL,
    last_due ${integer}, due ${integer},
    PRIMARY KEY (definition, element)
  )${clustered}`,
  "CREATE INDEX schedules_due ON schedules (due, definition, element) WHERE due IS NOT NULL",
  `CREATE TABLE start_triggers (
    kind ${text} NOT NULL, name ${text} NOT NULL, definition ${integer} NOT NULL, element ${text} NOT NULL,
    PRIMARY KEY (kind, name, definition, element)
  )${clustered}`,
  "CREATE INDEX start_triggers_definition ON start_triggers (definition)",
]

export const messages = (dialect: Dialect) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    for (const statement of tables(dialect.schema)) yield* sql.unsafe(dialect.statement(statement)).unprepared
  })
