/**
 * What goes wrong with a statement of a transactional step. No typed error of the process: a handler that lets it pass
 * has failed like with any other thrown error, and its work is rolled back.
 */
export type TransactionErrorCode =
  /** The database could not do what the statement says, or refused it. */
  | "StatementFailed"
  /** The statement would end the transaction, change the connection for others, or is several statements. */
  | "StatementRefused"
  /** The handler has answered: its transaction takes no statements any more. */
  | "TransactionEnded"

/** `cause` is the error of the database's driver, where there is one. */
export class TransactionError extends Error {
  readonly code: TransactionErrorCode

  constructor(code: TransactionErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.name = "TransactionError"
    this.code = code
  }
}
