/**
 * The functions of Java's own library that cases of the kit call. Millrace runs no Java: whoever uses such models gives the functions, as is
 * done here.
 */
import { Decimal34, doubleOf, type Externals, entryOf, type FeelValue, isContext, isList, numberOf, textOf } from "@millrace/feel-scanner"

type JavaFunction = (given: ReadonlyArray<FeelValue>) => FeelValue

const double = (value: FeelValue | undefined): number => {
  if (typeof value === "number") return value
  if (value instanceof Decimal34) return doubleOf(value)
  throw new Error("a number is needed")
}

const text = (value: FeelValue | undefined): string => {
  if (typeof value !== "string") throw new Error("a string is needed")
  return value
}

const number = (value: number): FeelValue => numberOf(String(value))

const whole =
  (lowest: number, highest: number): JavaFunction =>
  ([given]) => {
    const value = double(given)
    if (!Number.isInteger(value) || value < lowest || value > highest)
      throw new Error(`a whole number from ${lowest} to ${highest} is needed`)
    return number(value)
  }

const max: JavaFunction = ([a, b]) => number(Math.max(double(a), double(b)))
const parsed: JavaFunction = ([given]) => numberOf(text(given).trim())

/** Replaces %s, %d and the like one after the other, as far as the kit needs it. */
const format: JavaFunction = ([pattern, ...given]) => {
  const values = given.flatMap((value) => (isList(value) ? value : [value]))
  let next = 0
  return text(pattern).replace(/%[sdf]/g, () => {
    const value = values[next++] ?? null
    return typeof value === "string" ? value : textOf(value)
  })
}

const functions: ReadonlyMap<string, JavaFunction> = new Map([
  ["java.lang.Math.cos(double)", ([angle]) => number(Math.cos(double(angle)))],
  ["java.lang.Math.max(double,double)", max],
  ["java.lang.Math.max(float,float)", max],
  ["java.lang.Math.max(int,int)", max],
  ["java.lang.Math.max(long,long)", max],
  ["java.lang.Byte.valueOf(byte)", whole(-128, 127)],
  ["java.lang.Short.valueOf(short)", whole(-32_768, 32_767)],
  ["java.lang.Integer.valueOf(java.lang.String)", parsed],
  ["java.lang.Long.valueOf(java.lang.String)", parsed],
  ["java.lang.Float.valueOf(java.lang.String)", parsed],
  ["java.lang.Double.valueOf(java.lang.String)", parsed],
  [
    "java.lang.String.valueOf(char)",
    ([given]) => {
      if (text(given).length !== 1) throw new Error("one character is needed")
      return text(given)
    },
  ],
  ["java.lang.String.format(java.lang.String,[Ljava.lang.Object;)", format],
])

/** The functions by what models ask for. */
export const javaFunctions: Externals = ({ mapping }) => {
  const java = entryOf(mapping, "java")
  if (java === undefined || !isContext(java)) return undefined
  const [owner, signature] = [entryOf(java, "class"), entryOf(java, "method signature")]
  return typeof owner === "string" && typeof signature === "string" ? functions.get(`${owner}.${signature}`.replace(/\s/g, "")) : undefined
}
