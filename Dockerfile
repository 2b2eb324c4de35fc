# Node 26 brings its own TypeScript support; the npm copies of Node are left out.
FROM node:26-trixie-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY package.json package-lock.json ./
COPY server ./server
COPY migrations ./migrations
RUN npm ci --omit=dev --omit=optional --include-workspace-root
COPY survey-forms ./survey-forms
COPY templates ./templates
USER node
EXPOSE 3000
CMD ["node", "--max-semi-space-size=4", "server/start.ts"]
