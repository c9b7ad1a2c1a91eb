/** The smallest process there is: it starts and ends. */
import { process } from "millrace"

export const minimal = process("minimal", { version: 1 }).end()
