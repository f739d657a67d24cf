// Replaced by the builds (scripts/build/constants.ts); absent when a source runs unbuilt.

/** SM3 of the TEE's bundle, hex. */
declare const __TEE_MEASUREMENT__: string;
/** The product's version. */
declare const __APP_VERSION__: string;
