/**
 * Equality and order of values. With numbers things are compared as numbers, with truths as truths, texts as texts.
 *
 * Expression Language 2.1 (JSR 245), §1.8.
 */
import type { Json } from "@millrace/kernel"
import { described, toBoolean, toNumber, toText, Unfit } from "./coerce.ts"

/** Lists and objects that are compared are not deeper than this. */
const maxDepth = 200

/** Whether two values are equal. */
export const areEqual = (left: Json, right: Json): boolean | Unfit => {
  if (left === right) return true
  if (left === null || right === null) return false
  if (typeof left === "number" || typeof right === "number") return same(toNumber(left), toNumber(right))
  if (typeof left === "boolean" || typeof right === "boolean") return same(toBoolean(left), toBoolean(right))
  if (typeof left === "string" || typeof right === "string") return same(toText(left), toText(right))
  return equalInside(left, right, 0)
}

/** Less than 0 where the left one comes first; undefined where one of them is null, which has no place in the order. */
export const order = (left: Json, right: Json): number | undefined | Unfit => {
  if (left === null || right === null) return undefined
  if (typeof left === "number" || typeof right === "number") {
    const [one, other] = [toNumber(left), toNumber(right)]
    if (one instanceof Unfit) return one
    return other instanceof Unfit ? other : Math.sign(one - other)
  }
  if (typeof left === "string" || typeof right === "string") {
    const [one, other] = [toText(left), toText(right)]
    if (one instanceof Unfit) return one
    return other instanceof Unfit ? other : one < other ? -1 : one > other ? 1 : 0
  }
  return new Unfit(`${described(left)} and ${described(right)} have no order`)
}

const same = <T extends Json>(left: T | Unfit, right: T | Unfit): boolean | Unfit => {
  if (left instanceof Unfit) return left
  return right instanceof Unfit ? right : left === right
}

const equalInside = (left: Json, right: Json, depth: number): boolean | Unfit => {
  if (left === right) return true
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false
  if (depth > maxDepth) return new Unfit(`what is compared is more than ${maxDepth} deep`)
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  for (const key of keys) {
    if (!Object.hasOwn(right, key)) return false
    const inside = equalInside(memberOf(left, key), memberOf(right, key), depth + 1)
    if (inside !== true) return inside
  }
  return true
}

const memberOf = (value: object, key: string): Json => (value as Readonly<Record<string, Json>>)[key] ?? null
