/** Schemas of the tables next to the catalog: links, APIs, synonyms, phrases, twins. */
import { z } from 'zod'

const codes = z.array(z.union([z.number().int(), z.string()]).transform(String))

/** data/links.yaml: the documents that entries link to, by key. */
export const linksSchema = z.record(
  z.string(),
  z.strictObject({
    title: z.string().trim().min(1).max(80, { error: 'title is longer than 80 characters: shorten it' }),
    url: z.url({ protocol: /^https$/, error: 'write an https address' }),
  }),
)

/** data/apis.yaml: which codes the vendor documents for which API. */
export const apisSchema = z.strictObject({
  rest: z.array(
    z.strictObject({
      path: z.string().regex(/^[A-Za-z_]+\/[A-Za-z_0-9]+$/, { error: 'write service/command, such as openim/sendmsg' }),
      page: z.number().int().optional(),
      codes: codes.default([]),
    }),
  ),
  client: z.array(z.strictObject({ api: z.string().min(1), sdk: z.string().min(1), codes: codes.default([]) })),
})

/** data/synonyms.yaml: words that mean the same to the people who search. */
export const synonymsSchema = z.array(
  z.array(z.string().trim().min(1)).min(2, { error: 'a group needs at least two words' }),
)

/** data/phrases.yaml: what people type who meet a code and do not know its number. */
export const phrasesSchema = z.record(
  z.string().regex(/^-?\d+(-\d+)?$/, { error: 'write a code such as 10010' }),
  z.array(z.string().trim().min(2), { error: 'write a list of phrases' }).min(1),
)

/** data/twins.yaml: codes that are one cause seen from different places. */
export const twinsSchema = z
  .array(z.strictObject({ name: z.string().min(1), codes: codes.min(2) }))
  .superRefine((groups, context) => {
    const seen = new Map<string, string>()
    for (const [index, { name, codes: members }] of groups.entries()) {
      for (const code of members) {
        const other = seen.get(code)
        if (other !== undefined)
          context.addIssue({ code: 'custom', path: [index], message: `${code} stands in "${other}" already` })
        seen.set(code, name)
      }
    }
  })
