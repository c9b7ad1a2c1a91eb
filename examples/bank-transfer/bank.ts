/** The bank: two tables beside the engine's own, and what a transfer does with them. */
import { Schema, type TransactionContext, type TransactionSql } from "millrace"

export const Transfer = Schema.Struct({ from: Schema.String, to: Schema.String, amount: Schema.Number })

/** There is not enough on the account: a result, not a failure. */
export class NoFunds extends Schema.TaggedError<NoFunds>()("NoFunds", { account: Schema.String, missing: Schema.Number }) {}

export const accounts = ["ann", "bob", "cy"] as const
const opening = 100

/** Runs whenever the engine opens; the tables are made once. */
export const prepare = async (sql: TransactionSql): Promise<void> => {
  await sql`CREATE TABLE IF NOT EXISTS bank_accounts (id VARCHAR(40) PRIMARY KEY, balance INTEGER NOT NULL)`
  await sql`CREATE TABLE IF NOT EXISTS bank_entries (id VARCHAR(200) PRIMARY KEY, amount INTEGER NOT NULL)`
  for (const id of accounts) await sql`INSERT INTO bank_accounts (id, balance) VALUES (${id}, ${opening}) ON CONFLICT (id) DO NOTHING`
}

/** Moves the money, or leaves everything as it was: what is thrown rolls back. */
export const move = async ({ vars: { from, to, amount }, sql, idempotencyKey }: TransactionContext<typeof Transfer.Type>) => {
  const change = async (account: string, by: number): Promise<number> => {
    const [row] = await sql<{ readonly balance: number }>`
      UPDATE bank_accounts SET balance = balance + ${by} WHERE id = ${account} RETURNING balance`
    if (row === undefined) throw new Error(`There is no account '${account}'.`)
    return row.balance
  }
  const left = await change(from, -amount)
  if (left < 0) throw new NoFunds({ account: from, missing: -left })
  await change(to, amount)
  // Were it done twice, this would fail: the key is the same in every attempt.
  await sql`INSERT INTO bank_entries (id, amount) VALUES (${idempotencyKey}, ${amount})`
  return { left }
}

/** All balances, and how many transfers were booked. */
export const readBooks = async ({ sql }: TransactionContext<object>) => {
  const rows = await sql<{ readonly id: string; readonly balance: number }>`SELECT id, balance FROM bank_accounts ORDER BY id`
  const [booked] = await sql<{ readonly count: number }>`SELECT COUNT(*) AS count FROM bank_entries`
  const balances = Object.fromEntries(rows.map(({ id, balance }) => [id, balance]))
  return { balances, sum: rows.reduce((sum, { balance }) => sum + balance, 0), transfers: Number(booked?.count) }
}
