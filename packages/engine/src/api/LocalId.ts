/**
 * Ids of what lives in an instance (user tasks, incidents): the instance's id and the number it has there.
 */

export type LocalId = `${string}:${number}`

export const localId = (instance: string, id: number): LocalId => `${instance}:${id}`

export const parseLocalId = (text: string): { readonly instance: string; readonly id: number } | undefined => {
  const at = text.lastIndexOf(":")
  const digits = text.slice(at + 1)
  return at < 1 || !/^\d+$/.test(digits) ? undefined : { instance: text.slice(0, at), id: Number(digits) }
}
