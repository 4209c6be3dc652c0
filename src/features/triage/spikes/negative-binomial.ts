/** How surprising a count is. */

/** Terms after which a tail has either been summed up or does not matter any more. */
const MAX_TERMS = 10_000
const NEGLIGIBLE = 1e-18

/**
 * Probability of `count` or more when the rate is not known exactly but has been estimated: the rate is
 * Gamma-distributed with the given mean after `weight` windows were seen, so the count is negative binomial. With much
 * history it is the Poisson tail; with little it is wider, which keeps a young baseline from crying wolf.
 * @param mean expected count in the window, at least 0.
 * @param weight how many such windows the mean was learnt from, more than 0.
 */
export function tailProbability(count: number, mean: number, weight: number): number {
  if (count <= 0) return 1
  const shape = Math.max(mean * weight, 1e-9)
  const p = weight / (weight + 1)
  // P(X = 0) = p^shape, and every next term by the ratio of its neighbours.
  let term = Math.exp(shape * Math.log(p))
  let below = term
  for (let k = 1; k < count; k++) {
    term *= ((shape + k - 1) / k) * (1 - p)
    below += term
  }
  const rest = 1 - below
  // Far out, 1 - below is all rounding: sum the tail itself.
  if (rest > 1e-9) return rest
  let tail = 0
  term *= ((shape + count - 1) / count) * (1 - p)
  for (let k = count; k < count + MAX_TERMS && term > NEGLIGIBLE * tail; k++) {
    tail += term
    term *= ((shape + k) / (k + 1)) * (1 - p)
  }
  return tail
}
