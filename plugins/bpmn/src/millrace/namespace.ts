/**
 * The namespace of Millrace in BPMN documents: what the standard has no place for.
 */

export const millraceNamespace = "urn:millrace:bpmn:1"

/** Languages of expressions are written as this and their name; `urn:millrace:language:code` is code by name, `…:json` a value. */
export const languagePrefix = "urn:millrace:language:"
