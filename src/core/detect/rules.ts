/** The shape of data/detection.yaml, validated. */
import { z } from 'zod'

const words = z.array(z.coerce.string().trim().min(1)).default([])
const examples = z.array(z.string().min(1)).min(1, { error: 'give at least one example message' })

const contextSchema = z.strictObject({ weight: z.number().positive(), words: words })

export const detectionSchema = z.strictObject({
  /** Words that point to Tencent Chat, by kind. */
  context: z.strictObject({
    tencent: contextSchema,
    api: contextSchema,
    messaging: contextSchema,
    general: contextSchema,
  }),
  /** Other products that use the same numbers. */
  owners: z.array(
    z.strictObject({
      name: z.string().min(1),
      /** The other reading in words, after "it may be". */
      says: z.string().min(1),
      words,
      /** Longer phrases that contain such a word and do not point to the owner. */
      neutral: words,
      /** The owner's numbers, `10004` or `10004-10113`; without them every number may be the owner's. */
      owns: z
        .array(z.string().regex(/^-?\d+(?:--?\d+)?$/, { error: 'write a number or a span: 4004, 10004-10113' }))
        .default([]),
      /** Something that users of Tencent Chat may build themselves: words of messaging outweigh it. */
      weak: z.boolean().default(false),
      /** Phrases that cancel the words, because both products use them. */
      unless: words,
      /** Messages in which no code may be found. */
      examples,
    }),
  ),
  /** How people say that a number is not ours, and whose it is instead. */
  disowned: z.strictObject({
    /** What Tencent Chat is called there, besides the names of `context`. */
    names: words,
    negations: words,
    /** "billing backend", "会员系统": a field of business and a system of it belong to somebody else. */
    domains: words,
    systems: words,
    /** Names that say so without a second word. */
    owners: words,
    examples,
  }),
  /** In a message with a code, other numbers after a noun are labels. */
  labels: z.strictObject({
    /** Words before which a number may still be a code, besides those of `context`. */
    no_labels: words,
    /** Nouns of scripts without spaces. */
    nouns: words,
    examples: z.array(z.strictObject({ text: z.string().min(1), codes: words })).min(1),
  }),
  /** What a number is, judged by the words right next to it. */
  roles: z.array(
    z.strictObject({
      name: z.string().min(1),
      before: words,
      /** Words that end like one of `before` and mean something else. */
      unless_before: words,
      after: words,
      /** "is", "was" and their like may join a word of `before` to the number. */
      joined_by_is: z.boolean().default(false),
      /** Units and counters that begin other words too: they count only where no other word goes on. */
      counters: words,
      /** Words that begin like one of `after` and mean something else. */
      unless_after: words,
      examples,
    }),
  ),
})

export type DetectionRules = z.output<typeof detectionSchema>
