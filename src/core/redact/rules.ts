/** The shape of data/redaction.yaml, validated. */
import { z } from 'zod'

const pattern = z
  .string()
  .min(1)
  .superRefine((source, context) => {
    try {
      new RegExp(source, 'giu')
    } catch (error) {
      context.addIssue({
        code: 'custom',
        message: `pattern is no regular expression: ${error instanceof Error ? error.message : error}`,
      })
    }
  })
const base = {
  name: z.string().regex(/^[\w -]+$/),
  pattern,
  examples: z.array(z.string()).min(1),
  spares: z.array(z.string()).default([]),
}

export const redactionSchema = z.strictObject({
  rules: z.array(
    z.discriminatedUnion('secret', [
      z.strictObject({ ...base, secret: z.literal(true), danger: z.string().min(1), rotate: z.string().min(1) }),
      z.strictObject({ ...base, secret: z.literal(false) }),
    ]),
  ),
})

export type RedactionRules = z.output<typeof redactionSchema>
