/**
 * 0001: the first schema. What is released is never edited: add the next migration instead.
 */
import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { Dialect } from "../Dialect.ts"

const tables = ({ integer, text, counted, clustered }: Dialect["schema"]): ReadonlyArray<string> => [
  `CREATE TABLE counters (name ${text} PRIMARY KEY, next ${integer} NOT NULL)`,
  "INSERT INTO counters (name, next) VALUES ('instances', 1), ('engines', 1)",

  `CREATE TABLE engines (number ${integer} PRIMARY KEY, until ${integer} NOT NULL)`,

  `CREATE TABLE definitions (
    key ${counted}, kind ${text} NOT NULL, id ${text} NOT NULL, version ${integer} NOT NULL, revision ${integer} NOT NULL,
    digest ${text} NOT NULL, graph ${text} NOT NULL,
    UNIQUE (id, version, revision)
  )`,

  // Keys come from the counter, ascending: random keys cost six times as much.
  `CREATE TABLE instances (
    key ${integer} PRIMARY KEY, id ${text} NOT NULL UNIQUE, definition ${integer} NOT NULL, process ${text} NOT NULL, version ${integer} NOT NULL,
    business_key ${text}, status ${text} NOT NULL, seq ${integer} NOT NULL, owner ${integer}, input_digest ${text},
    started_at ${integer} NOT NULL, ended_at ${integer}, result ${text}, quarantine ${text}
  )`,
  "CREATE UNIQUE INDEX instances_business_key ON instances (business_key, process) WHERE business_key IS NOT NULL",
  "CREATE INDEX instances_owner ON instances (owner, key) WHERE owner IS NOT NULL",
  "CREATE INDEX instances_process ON instances (process, key)",
  "CREATE INDEX instances_quarantine ON instances (key) WHERE quarantine IS NOT NULL",
  "CREATE INDEX instances_status ON instances (status, key, process) WHERE status <> 'completed'",

  `CREATE TABLE log (
    key ${integer} NOT NULL, seq ${integer} NOT NULL, events ${text} NOT NULL, format ${integer} NOT NULL, at ${integer} NOT NULL, batch ${text} NOT NULL,
    PRIMARY KEY (key, seq)
  )${clustered}`,
  `CREATE TABLE snapshots (key ${integer} PRIMARY KEY, seq ${integer} NOT NULL, state ${text} NOT NULL, format ${integer} NOT NULL)`,
  `CREATE TABLE stored_values (key ${integer} NOT NULL, id ${integer} NOT NULL, text ${text} NOT NULL, PRIMARY KEY (key, id))`,

  `CREATE TABLE jobs (
    key ${integer} NOT NULL, id ${integer} NOT NULL, handler ${text} NOT NULL, due ${integer} NOT NULL, owner ${integer},
    PRIMARY KEY (key, id)
  )${clustered}`,
  "CREATE INDEX jobs_free ON jobs (handler, due, key, id) WHERE owner IS NULL",
  "CREATE INDEX jobs_owner ON jobs (owner, due, key, id) WHERE owner IS NOT NULL",

  `CREATE TABLE timers (key ${integer} NOT NULL, id ${integer} NOT NULL, due ${integer} NOT NULL, PRIMARY KEY (key, id))${clustered}`,
  "CREATE INDEX timers_due ON timers (due, key, id)",

  `CREATE TABLE user_tasks (
    key ${integer} NOT NULL, id ${integer} NOT NULL, instance ${text} NOT NULL, process ${text} NOT NULL, business_key ${text},
    element ${text} NOT NULL, name ${text} NOT NULL, assignee ${text}, candidate_groups ${text} NOT NULL, excluded ${text} NOT NULL,
    due ${integer}, created_at ${integer} NOT NULL,
    PRIMARY KEY (key, id)
  )${clustered}`,
  "CREATE INDEX user_tasks_assignee ON user_tasks (assignee, key, id) WHERE assignee IS NOT NULL",
  "CREATE INDEX user_tasks_process ON user_tasks (process, key, id)",
  "CREATE INDEX user_tasks_business_key ON user_tasks (business_key, key, id) WHERE business_key IS NOT NULL",
  `CREATE TABLE user_task_groups (
    group_name ${text} NOT NULL, key ${integer} NOT NULL, id ${integer} NOT NULL,
    PRIMARY KEY (group_name, key, id)
  )${clustered}`,
  "CREATE INDEX user_task_groups_task ON user_task_groups (key, id)",

  `CREATE TABLE incidents (
    key ${integer} NOT NULL, id ${integer} NOT NULL, instance ${text} NOT NULL, process ${text} NOT NULL, element ${text} NOT NULL,
    code ${text} NOT NULL, message ${text} NOT NULL, created_at ${integer} NOT NULL,
    PRIMARY KEY (key, id)
  )${clustered}`,
]

export const first = (dialect: Dialect) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    for (const statement of tables(dialect.schema)) yield* sql.unsafe(dialect.statement(statement)).unprepared
  })
