/** The tail of the negative binomial distribution: how surprising a count is. */

/** Upper bound of summed terms: by then the tail is complete or irrelevant. */
const MAX_TERMS = 10_000
const NEGLIGIBLE = 1e-18

/**
 * Probability of `count` or more when the rate is only estimated: after `weight` windows the rate is Gamma-distributed
 * with the given mean, so the count is negative binomial. With a long history this approaches the Poisson tail; with a
 * short one it is wider, which prevents false alarms on a young baseline.
 * @param mean expected count in the window, at least 0.
 * @param weight number of windows the mean was learnt from, more than 0.
 */
export function tailProbability(count: number, mean: number, weight: number): number {
  if (count <= 0) return 1
  const shape = Math.max(mean * weight, 1e-9)
  const p = weight / (weight + 1)
  // P(X = 0) = p^shape; each further term follows from the one before it.
  let term = Math.exp(shape * Math.log(p))
  let below = term
  for (let k = 1; k < count; k++) {
    term *= ((shape + k - 1) / k) * (1 - p)
    below += term
  }
  const rest = 1 - below
  // Far out, 1 - below is only rounding error, so sum the tail itself.
  if (rest > 1e-9) return rest
  let tail = 0
  term *= ((shape + count - 1) / count) * (1 - p)
  for (let k = count; k < count + MAX_TERMS && term > NEGLIGIBLE * tail; k++) {
    tail += term
    term *= ((shape + k) / (k + 1)) * (1 - p)
  }
  return tail
}
