/**
 * Reads the extensions of an element: of each vendor whose namespace has a meaning here.
 */
import type { ReadVendorFields } from "./Vendor.ts"

/** What the extensions of an element say that execute. */
export const vendorFields: ReadVendorFields = () => ({ fields: {}, handlers: [], problems: [] })
