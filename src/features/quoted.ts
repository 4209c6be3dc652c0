/** A word of somebody's question, for repeating it in an answer. */

/** Longer words are a paste, and may be a secret: they are not repeated. */
const LONGEST = 24

/** @returns the word, or empty when it should not be repeated */
export const quoted = (word: string): string => ([...word].length > LONGEST ? '' : word)
