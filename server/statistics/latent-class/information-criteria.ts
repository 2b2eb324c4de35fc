export interface InformationCriteria {
  bic: number
  aic: number
  /** Sample-size adjusted BIC, n* = (n + 2) / 24. */
  abic: number
  aic3: number
  caic: number
  /** BIC plus twice the entropy of the classification. */
  icl: number
  /** 1 − entropy / (n ln K): 1 when everyone is placed with certainty; null for one class. */
  entropyR2: number | null
}

/**
 * Penalised fit, smaller is better, and how surely people are placed.
 * @param size    people the log-likelihood counts (weights summed)
 * @param entropy −Σ w r ln r over people and classes, ≥ 0
 * Source: Schwarz (1978); Akaike (1974); Sclove (1987); Bozdogan (1987, 1993); Biernacki, Celeux & Govaert (2000);
 * Ramaswamy et al. (1993). Reference values: poLCA, in test/statistics/latent-class.
 */
export function informationCriteria({
  logLikelihood,
  parameters,
  size,
  entropy,
  classes,
}: {
  logLikelihood: number
  parameters: number
  size: number
  entropy: number
  classes: number
}): InformationCriteria {
  const deviance = -2 * logLikelihood
  const bic = deviance + parameters * Math.log(size)
  return {
    bic,
    aic: deviance + 2 * parameters,
    abic: deviance + parameters * Math.log((size + 2) / 24),
    aic3: deviance + 3 * parameters,
    caic: deviance + parameters * (Math.log(size) + 1),
    icl: bic + 2 * entropy,
    entropyR2: classes > 1 ? 1 - entropy / (size * Math.log(classes)) : null,
  }
}
