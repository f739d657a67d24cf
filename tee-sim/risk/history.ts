// What the TEE remembers of a person to compare with: one bounded profile, and one row per known recipient.

export interface FeatureHistory {
  readonly profile: unknown;
}
