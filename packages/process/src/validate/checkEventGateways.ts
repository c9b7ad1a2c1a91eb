/**
 * Check: event-based gateways, and the events behind them.
 *
 * BPMN 2.0.2 §10.6.6.
 */
import type { Diagnostic } from "@millrace/kernel"
import type { Check, CheckedElement, Model } from "./Model.ts"
import { error, incomingOf, oneOf, outgoingOf } from "./Model.ts"

/** Behind each stand several events that only it leads to. */
export const checkEventGateways: Check = (model) => {
  const bordered = new Set([...model.elements.values()].flatMap(({ prepared }) => prepared.boundary?.attachedTo ?? []))
  return [...model.elements.values()].flatMap((one) => (one.prepared.shape.awaits === undefined ? [] : checkOne(model, one, bordered)))
}

const checkOne = (
  model: Model,
  { element: { id }, prepared }: CheckedElement,
  bordered: ReadonlySet<string>,
): ReadonlyArray<Diagnostic> => {
  const flows = outgoingOf(model, id)
  const problem = (message: string, hint: string) => error("EventGatewayInvalid", id, message, hint)
  const problems: Array<Diagnostic> = []
  if (flows.length < 2)
    problems.push(
      problem(
        `'${id}' waits for ${flows.length === 0 ? "no event" : "one event only"}.`,
        "Lead to two events at least, or wait for the one without a gateway.",
      ),
    )
  if (prepared.shape.awaits === "all" && prepared.shape.begins === "token") {
    problems.push(
      problem(
        `'${id}' is parallel and does not begin the process.`,
        "Give it 'instantiate', or let a parallel gateway lead to the events.",
      ),
    )
  }
  for (const { to } of flows) {
    const event = model.elements.get(to)
    if (event === undefined) continue
    const { shape, trigger, wrapper } = event.prepared
    const message = trigger?.starts?.some(({ kind }) => kind === "message" || kind === "signal") === true
    if (shape.begins !== "token" || trigger?.plan === undefined) {
      problems.push(
        problem(
          `'${id}' leads to '${to}', ${oneOf(event.element.type)}, which waits for no event.`,
          "Lead to intermediate catch events and receive tasks.",
        ),
      )
    } else if (prepared.shape.begins === "message" && !message) {
      problems.push(
        problem(
          `'${id}' begins the process by '${to}', which waits neither for a message nor for a signal.`,
          "Lead to events that come from outside.",
        ),
      )
    } else if (incomingOf(model, to).length > 1) {
      problems.push(
        problem(`'${id}' leads to '${to}', and so do other flows.`, "Give the gateway an event of its own, and merge behind it."),
      )
    } else if (bordered.has(to) || wrapper !== undefined) {
      problems.push(
        problem(
          `'${id}' leads to '${to}', which is more than an event: it has boundary events or runs more than once.`,
          "Lead to an intermediate catch event, and to the activity behind it.",
        ),
      )
    }
  }
  return problems
}
