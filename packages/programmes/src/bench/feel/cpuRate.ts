/**
 * How often something that takes microseconds can be done in a second of processor time: what else the machine does counts little.
 */

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** How many of the results were true: what nobody reads, the compiler may leave out. */
export const sink = { trues: 0 }

const block = (run: (index: number) => unknown, count: number): number => {
  const from = cpuMs()
  for (let i = 0; i < count; i++) if (run(i) === true) sink.trues++
  return cpuMs() - from
}

/** Runs in a second of processor time: the best of four measurements, which take so many milliseconds together. */
export const cpuRate = (run: (index: number) => unknown, milliseconds: number): number => {
  const share = milliseconds / 5
  // The first fifth warms up, and tells how many make a measurement.
  let count = 16
  let spent = block(run, count)
  while (spent < share / 4) {
    count *= 4
    spent = block(run, count)
  }
  const most = Math.max(1, Math.ceil((count * share) / spent))
  const rates = Array.from({ length: 4 }, () => most / block(run, most))
  return Math.max(...rates) * 1000
}
