/** `userTask`: a person's work. */
import { formCodec } from "../../codec/formCodec.ts"
import { jsonCodec } from "../../codec/jsonCodec.ts"
import type { UserTaskItem } from "../../recipe/Item.ts"
import { isExpression } from "../../recipe/Parameter.ts"
import { activityFields } from "../activityFields.ts"
import { attach } from "../attach.ts"
import type { DraftFlow } from "../Draft.ts"
import { due } from "../due.ts"
import type { Site } from "../Site.ts"

export const compileUserTask = (item: UserTaskItem, site: Site): DraftFlow | undefined => {
  const { draft, place, from } = site
  const { form, assignee, exclude, groups, candidates } = item.options
  place.scope.declare(item.id, form === undefined ? undefined : formCodec(form))
  const value = (role: string, given: NonNullable<typeof assignee | typeof exclude>) =>
    typeof given === "function" || isExpression(given) ? draft.bindCode(place.scope, item.id, role, given) : { value: given }
  draft.append(from, place.scope, {
    id: item.id,
    type: "UserTask",
    ...activityFields(site, item.id, item.options),
    ...(form === undefined ? {} : { form: draft.bindCodec(place.scope, item.id, "form", jsonCodec(form)) }),
    result: item.id,
    ...(assignee === undefined ? {} : { assignee: value("assignee", assignee) }),
    ...(groups === undefined ? {} : { groups: Array.isArray(groups) ? groups : value("groups", groups) }),
    ...(candidates === undefined ? {} : { candidates: value("candidates", candidates) }),
    ...(exclude === undefined ? {} : { excluded: value("exclude", exclude) }),
    ...(item.options.due === undefined ? {} : { due: due(draft, place.scope, item.id, item.options.due) }),
  })
  return attach(item, site)
}
