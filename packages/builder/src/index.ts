import type { Schema } from "effect"
import type { ScopeBuilder } from "./ProcessBuilder.ts"
import type { Takes } from "./types/Facts.ts"
import type { Reserved } from "./types/Names.ts"
import type { ScopeOptions } from "./types/Options.ts"
export declare function process<const Id extends string, I extends object = {}>(id: Id, options: { readonly version: number; readonly input?: Schema.Codec<I, unknown> } & ScopeOptions): ScopeBuilder<I, {}, (keyof I & string) | Reserved, never, Takes<Id, I>>
