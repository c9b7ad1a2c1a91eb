/** Encryption at rest. */
export { type AesGcmOptions, type AesKey, aesGcm } from "./aesGcm.ts"
export { encrypted, encryptedStoreLayer } from "./encrypted.ts"
export type { ValueCodec } from "./ValueCodec.ts"
