/**
 * Where errors come from: made in the depths of the engine, they are thrown to whoever waits for a Promise.
 */

/** The same Promise; an error of the engine that it rejects with has the line in its stack where somebody awaits it. */
export const located = async <A>(promise: Promise<A>): Promise<A> => {
  try {
    return await promise
  } catch (cause) {
    // What somebody else threw keeps its own place.
    if (cause instanceof Error && "_tag" in cause && Object.isExtensible(cause)) {
      Error.captureStackTrace(cause, located)
      if (cause.cause instanceof Error) shorten(cause.cause)
    }
    throw cause
  }
}

/** The steps of Effect itself say nothing to anybody. */
const shorten = (error: Error): void => {
  const lines = error.stack?.split("\n") ?? []
  const left = lines.filter((line) => !/^ +at .*[\\/]effect[\\/](dist|src)[\\/]/.test(line))
  if (left.length < lines.length && Object.isExtensible(error)) error.stack = left.join("\n")
}
