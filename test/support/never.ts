/** Asserts what a test takes for granted: `posts[0] ?? never()`. */
export function never(): never {
  throw new Error('nothing was shown')
}
