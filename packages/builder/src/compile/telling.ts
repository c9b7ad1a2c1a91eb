/**
 * What events tell others, as the graph has it.
 */
import type { TellSpec, Told } from "../recipe/Item.ts"
import type { Site } from "./Site.ts"
import { sentFields } from "./sent.ts"

/** The field `trigger` of a throw or an end event; `own` is what an end does beside. Nothing where nothing is told. */
export const tellingFields = (
  element: string,
  told: ReadonlyArray<TellSpec>,
  site: Site,
  ...own: ReadonlyArray<object>
): { readonly trigger?: object } => {
  const several = told.length + own.length > 1
  const triggers = [...told.map((one, index) => triggerOf(element, one, several ? `:${index}` : "", site)), ...own]
  const [only] = triggers
  if (only === undefined) return {}
  return { trigger: several ? { type: "multiple", triggers } : only }
}

const triggerOf = (element: string, one: TellSpec, at: string, site: Site): object => {
  const { draft, place } = site
  const payload = (given: Told | undefined, encode: (value: unknown) => unknown): object =>
    given === undefined ? {} : { payload: draft.bindCode(place.scope, element, `payload${at}`, given, encode) }
  switch (one.type) {
    case "message":
      return { type: "message", ...sentFields({ id: element, ...one.sent }, at, site) }
    case "signal":
      return { type: "signal", signal: one.name, ...payload(one.payload, one.codec.encode) }
    case "escalation":
      return { type: "escalation", escalation: one.code, ...payload(one.payload, one.codec.encode) }
    case "compensation":
      return { type: "compensation", ...(one.only === undefined ? {} : { activity: place.scope.idOf(one.only) }) }
  }
}
