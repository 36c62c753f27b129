# Images that train with native TensorFlow; what is given after the image's name is given to contact-dqn.
#   docker build -t contact-dqn .                          CPU
#   docker build -t contact-dqn:cuda --target cuda .       NVIDIA GPU
#   docker run --rm -v contact-dqn-models:/app/models contact-dqn
#   docker run --rm --gpus all -v contact-dqn-models:/app/models contact-dqn:cuda train --require-gpu
#   docker run --rm --gpus all contact-dqn:cuda doctor
#   docker build -t contact-dqn:serve --target serve .     a service, from npm alone
#   docker run --rm -p 127.0.0.1:8080:8080 -v ./models/mine:/model:ro contact-dqn:serve
# All start from the same plain image: the CUDA libraries are those that TensorFlow's wheel names, so they fit it, and
# the host brings only the driver and the NVIDIA container toolkit.

FROM node:22-bookworm-slim AS base
WORKDIR /app

FROM base AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3-pip g++ make \
    && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build
ENV CONTACT_DQN_CACHE=/opt/contact-dqn

# Headers and Python sources of the wheel serve the build only; python/platform says how TensorFlow was built.
FROM build AS build-cpu
RUN npm run setup:native \
    && find /opt/contact-dqn/*/tensorflow -type f ! -name 'libtensorflow*' ! -path '*/python/platform/*' -delete \
    && npm prune --omit=dev --no-audit --no-fund

FROM build AS build-cuda
RUN npm run setup:native -- --gpu \
    && find /opt/contact-dqn/*/tensorflow -type f ! -name 'libtensorflow*' ! -path '*/python/platform/*' -delete \
    && npm prune --omit=dev --no-audit --no-fund

FROM base AS run
# What is counted across runs stays where the models do.
ENV NODE_ENV=production CONTACT_DQN_STATE=/app/models/.contact-dqn-state
RUN mkdir models && chown node:node models
COPY --from=build /app/package.json ./
COPY --from=build /app/dist/src ./dist/src
COPY --from=build /app/data ./data
USER node
ENTRYPOINT ["node", "dist/src/cli/main.js"]
CMD ["train"]

FROM run AS cuda
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY --from=build-cuda /opt/contact-dqn /opt/contact-dqn
COPY --from=build-cuda /app/node_modules ./node_modules
COPY --from=build-cuda /app/.native ./.native

# From npm alone: decisions are computed in WebAssembly, and the image needs no TensorFlow.
FROM base AS build-serve
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM base AS serve
ENV NODE_ENV=production
# Log and store, where they are asked for: --log /state/log --store /state/contacts.jsonl
RUN mkdir /state && chown node:node /state
COPY --from=build-serve /app/package.json ./
COPY --from=build-serve /app/node_modules ./node_modules
COPY --from=build-serve /app/dist/src ./dist/src
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["node", "-e", "fetch('http://127.0.0.1:8080/v2/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/src/cli/main.js", "serve", "--host", "0.0.0.0", "--port", "8080"]
CMD ["--model", "/model"]

# Last, because `docker build` without a target takes the last.
FROM run AS cpu
COPY --from=build-cpu /opt/contact-dqn /opt/contact-dqn
COPY --from=build-cpu /app/node_modules ./node_modules
COPY --from=build-cpu /app/.native ./.native
