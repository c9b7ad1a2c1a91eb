/**
 * Starts instances, so many at a time, without waiting for their ends.
 */
export const startMany = async (start: (index: number) => Promise<unknown>, count: number, atATime: number): Promise<void> => {
  let next = 0
  const client = async () => {
    while (next < count) await start(next++)
  }
  await Promise.all(Array.from({ length: Math.min(atATime, count) }, client))
}
