/**
 * The namespaces of DMN's versions.
 */

/** Namespaces of models, by version. */
export const modelNamespaces: ReadonlyMap<string, string> = new Map([
  ["http://www.omg.org/spec/DMN/20151101/dmn.xsd", "1.1"],
  ["http://www.omg.org/spec/DMN/20180521/MODEL/", "1.2"],
  ["https://www.omg.org/spec/DMN/20191111/MODEL/", "1.3"],
  ["https://www.omg.org/spec/DMN/20211108/MODEL/", "1.4"],
  ["https://www.omg.org/spec/DMN/20230324/MODEL/", "1.5"],
])

/** The version that models are written in. */
export const currentNamespace = "https://www.omg.org/spec/DMN/20230324/MODEL/"

/** Namespaces of FEEL, whose types a prefix may stand before. */
export const feelNamespaces: ReadonlySet<string> = new Set([
  "http://www.omg.org/spec/FEEL/20140401",
  "http://www.omg.org/spec/DMN/20180521/FEEL/",
  "https://www.omg.org/spec/DMN/20191111/FEEL/",
  "https://www.omg.org/spec/DMN/20211108/FEEL/",
  "https://www.omg.org/spec/DMN/20230324/FEEL/",
])
