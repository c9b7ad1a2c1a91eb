/**
 * The books of the bank, in two tables beside the store's own: balances, and one entry for each time that money moved.
 */
import type { SqlValue, TransactionSql } from "@millrace/kernel"

const accounts = 12
const opening = 10_000

export const accountName = (number: number): string => `account-${number % accounts}`

/** What all balances have to add up to, whatever happens. */
export const wholeSum = accounts * opening

/** The tables, made once. */
export const prepareBooks = async (sql: TransactionSql): Promise<void> => {
  await sql`CREATE TABLE IF NOT EXISTS bank_accounts (id VARCHAR(40) PRIMARY KEY, balance INTEGER NOT NULL)`
  await sql`CREATE TABLE IF NOT EXISTS bank_entries (
    instance VARCHAR(80) NOT NULL, what VARCHAR(10) NOT NULL, idempotency_key VARCHAR(200) NOT NULL, amount INTEGER NOT NULL)`
  for (let number = 0; number < accounts; number++) {
    await sql`INSERT INTO bank_accounts (id, balance) VALUES (${accountName(number)}, ${opening}) ON CONFLICT (id) DO NOTHING`
  }
}

export interface Entry {
  readonly what: "move" | "undo"
  readonly instance: string
  readonly key: string
  readonly from: string
  readonly to: string
  readonly amount: number
}

/** Moves money and writes the entry. No constraint keeps a second entry away: it has to be the transaction that does. */
export const book = async (sql: TransactionSql, { what, instance, key, from, to, amount }: Entry): Promise<number> => {
  const change = (account: string, by: SqlValue) =>
    sql<{ readonly balance: number }>`UPDATE bank_accounts SET balance = balance + ${by} WHERE id = ${account} RETURNING balance`
  const [source] = await change(from, -amount)
  await change(to, amount)
  await sql`INSERT INTO bank_entries (instance, what, idempotency_key, amount) VALUES (${instance}, ${what}, ${key}, ${amount})`
  return Number(source?.balance)
}

export interface Books {
  readonly sum: number
  readonly entries: ReadonlyArray<{ readonly instance: string; readonly what: string; readonly key: string }>
}

export const readBooks = async (sql: TransactionSql): Promise<Books> => {
  const [total] = await sql<{ readonly sum: unknown }>`SELECT SUM(balance) AS sum FROM bank_accounts`
  const rows = await sql<{ readonly instance: string; readonly what: string; readonly idempotency_key: string }>`
    SELECT instance, what, idempotency_key FROM bank_entries`
  return { sum: Number(total?.sum), entries: rows.map(({ instance, what, idempotency_key: key }) => ({ instance, what, key })) }
}
