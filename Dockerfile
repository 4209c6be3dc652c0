# syntax=docker/dockerfile:1
# The production dependencies alone: nothing that only builds or tests reaches the image that runs.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production \
    IMERR_DB_FILE=/app/var/imerr.db
WORKDIR /app
# Where SQLite keeps its file; a volume of its own, so that a new image starts with the old memory.
RUN mkdir var && chown node:node var
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY data ./data
COPY src ./src
COPY adapters ./adapters
USER node
VOLUME ["/app/var"]
# 9464: health and metrics. 3000: Slack over HTTP, only when a signing secret is set.
EXPOSE 9464 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.IMERR_HTTP_PORT || 9464) + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
