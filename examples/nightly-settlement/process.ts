/** Every night the books of all branches are settled, one after the other; then whoever waits for that is told by a signal. */
import { cron, process, Schema, signal } from "millrace"

/** To everybody who is interested: the night's figures stand. */
export const NightSettled = signal("night.settled", { payload: Schema.Struct({ branches: Schema.Number, cents: Schema.Number }) })

const takings: Readonly<Record<string, number>> = { north: 12_000, south: 8_500, harbour: 4_400 }

/** It begins by the clock of the head office, at two in the morning; `due` says another time. */
export const settlementAt = (due: string | ReturnType<typeof cron> = cron("0 2 * * *", { zone: "Europe/Berlin" })) =>
  process("settlement", { version: 1 })
    .startOnTimer("nightly", due)
    .forEach(
      "branches",
      () => Object.keys(takings),
      (b) => b.serviceTask("settled", ({ vars }) => takings[vars.branch] ?? 0).output(({ vars }) => vars.settled),
      { as: "branch", sequential: true },
    )
    .broadcast("tell", NightSettled, ({ vars }) => ({
      branches: vars.branches.length,
      cents: vars.branches.reduce((sum, cents) => sum + cents, 0),
    }))
    .output(({ vars }) => vars.branches)

export const settlement = settlementAt()

/** One begins for every signal. */
export const report = process("report", { version: 1, input: Schema.Struct({ cents: Schema.Number }) })
  .startOnSignal("night", NightSettled, ({ cents }) => ({ cents }))
  .serviceTask("write", ({ vars }) => `${(vars.cents / 100).toFixed(2)} taken`)
  .output(({ vars }) => vars.write)

/** What a courier carries, until the night has been settled: the signal ends whatever it is at. */
export const courier = process("courier", { version: 1, input: Schema.Struct({ rounds: Schema.Number }) })
  .on("night", (on) => on.signal(NightSettled).output(({ vars }) => `home after ${vars.rounds} rounds`))
  .repeat("round", (b) => b.wait("drive", "4 hours").update("rounds", ({ vars }) => vars.rounds + 1), { until: () => false })
  .end()
