/**
 * The value that a JSON text stands for which may stand in its event.
 */
import { deepFreeze, type Json } from "@millrace/kernel"

/** What state holds is the parse of the text that is committed. */
export const inlineValue = (text: string): Json => deepFreeze(JSON.parse(text) as Json)
