/**
 * Instances that begin by a delivery: because another one calls them, or by a message or a signal. Their ids are those
 * that the deliveries name, so that none begins twice.
 */
import { definitionName } from "@millrace/kernel"
import { Exit } from "effect"
import type { KeyPool } from "../api/KeyPool.ts"
import { EngineError } from "../EngineError.ts"
import type { Answer, Taking } from "../instance/Hot.ts"
import type { Instances } from "../instance/Instances.ts"
import { newRow } from "../instance/newRow.ts"
import type { LoadedModel, Registry } from "../models/Registry.ts"
import type { Runtime } from "../Runtime.ts"
import type { DeliveryRow } from "../store/Rows.ts"
import type { Caller } from "./Caller.ts"
import { calledInput } from "./calledInput.ts"
import { commandOf } from "./commandOf.ts"

/** What became of a delivery that begins an instance. */
export type Birth =
  | { readonly is: "answered"; readonly answer: Answer }
  /** It can never begin: its caller has to know. */
  | { readonly is: "impossible"; readonly reason: string }
  /** No engine knows the definition so far. */
  | { readonly is: "unknown"; readonly reason: string }

export interface NurseryHost {
  readonly instances: Instances
  readonly registry: Registry
  readonly runtime: Runtime
  readonly keys: KeyPool
  readonly maxValueLength: number
}

export class Nursery {
  readonly #host: NurseryHost
  /** Of each definition whose starts belong together: what may be held back behind each. */
  readonly #behind = new Map<number, ReadonlyMap<string, ReadonlyArray<string>>>()

  constructor(host: NurseryHost) {
    this.#host = host
  }

  /** Begins an instance in the commit that takes the delivery. */
  begin(row: DeliveryRow, taking: Taking, then: (birth: Birth) => void): void {
    if (row.kind === "child") this.#beginChild(row, taking, then)
    else this.#beginByItself(row, taking, then)
  }

  /** Whether the store, as it was last looked at, has a definition of what a delivery calls. */
  isKnown({ process, version }: DeliveryRow): boolean {
    return this.#host.registry.stored.some((name) => name.id === process && (version === null || name.version === version))
  }

  /** Names of messages that may be held back until an instance has begun by this delivery. */
  behind({ kind, ref, name }: DeliveryRow): ReadonlyArray<string> {
    const model = kind === "start" ? this.#host.registry.loaded(ref) : undefined
    if (model === undefined) return []
    let behind = this.#behind.get(ref)
    if (behind === undefined) {
      const starts = model.decider.starts?.(model.compiled) ?? []
      const ofGroup = Map.groupBy(starts, ({ together }) => together)
      behind = new Map(
        starts.map(({ element, together }) => [
          element,
          together === undefined ? [] : (ofGroup.get(together) ?? []).flatMap((start) => (start.kind === "message" ? [start.name] : [])),
        ]),
      )
      this.#behind.set(ref, behind)
    }
    return behind.get(name) ?? []
  }

  #beginChild(row: DeliveryRow, taking: Taking, then: (birth: Birth) => void): void {
    const { registry, maxValueLength } = this.#host
    const model = registry.find(row.process, row.version ?? undefined)
    if (model === undefined) {
      // Another engine has the code.
      if (this.isKnown(row)) then(answered(notHere(row)))
      else then({ is: "unknown", reason: this.#unknown(row) })
      return
    }
    const input = calledInput(model, row.payload, maxValueLength)
    if ("reason" in input) {
      then({
        is: "impossible",
        reason: `the input does not fit ${definitionName(model.row)}: ${input.reason}. Mend what is given to the call.`,
      })
      return
    }
    const caller = { key: row.parent ?? 0, id: row.source, process: row.name, child: row.ref }
    this.#born({ ...row, payload: input.text }, model, taking, caller, then)
  }

  #beginByItself(row: DeliveryRow, taking: Taking, then: (birth: Birth) => void): void {
    const { registry, runtime } = this.#host
    runtime.run(registry.load(row.ref), (exit) => {
      if (Exit.isFailure(exit)) {
        const [reason] = exit.cause.reasons
        then(answered(reason?._tag === "Fail" ? reason.error : notHere(row)))
      } else if (exit.value.absent !== undefined) then(answered(notHere(row)))
      else this.#born(row, exit.value, taking, undefined, then)
    })
  }

  #born(row: DeliveryRow, model: LoadedModel, taking: Taking, caller: Caller | undefined, then: (birth: Birth) => void): void {
    const { instances, keys, runtime } = this.#host
    const at = (key: number) => {
      const { instance, parent, businessKey } = row
      const child = caller === undefined ? null : row.ref
      const born = newRow(model.row, { key, id: instance ?? "", startedAt: runtime.now(), businessKey, parent, child })
      const reply = (answer: Answer) => then({ is: "answered", answer })
      instances.begin(born, model, { command: commandOf(row), internal: false, taking, reply }, caller)
    }
    const key = keys.take()
    if (key !== undefined) at(key)
    else
      runtime.run(keys.next(), (exit) => {
        if (Exit.isSuccess(exit)) return at(exit.value)
        const [reason] = exit.cause.reasons
        then(answered(reason?._tag === "Fail" ? reason.error : notHere(row)))
      })
  }

  #unknown({ process, version, source }: DeliveryRow): string {
    const name = version === null ? process : definitionName({ id: process, version })
    return `Instance ${source} calls '${name}', which no engine on this store knows. This one knows: ${this.#host.registry.names()}. Open an engine with it, and retry the incident.`
  }
}

const answered = (answer: Answer): Birth => ({ is: "answered", answer })

const notHere = ({ instance, process }: DeliveryRow): EngineError =>
  new EngineError({ code: "CodeNotHere", message: `${instance} is left to an engine that was given '${process}'.`, process })
