# The bases, by their full version. To pin them by digest as well, run once:
#   for i in $(sed -n 's/^ARG .*_IMAGE=//p' Dockerfile); do sed -i "s|=$i\$|=$i@$(skopeo inspect --format '{{.Digest}}' "docker://$i")|" Dockerfile; done
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0.401-noble-aot
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0.12-noble-chiseled

# Compiles to native code, on the processor it is for, amd64 or arm64: linking for another one would take a system of its kind beside the builder's.
FROM ${SDK_IMAGE} AS build
ARG TARGETARCH
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source

# Restored from the project files alone, so that this layer stays until a dependency changes. The first restore holds every package
# to the lock files; the second adds what compiling for one processor takes, the SDK's own packs, which lock files do not list.
# Another package feed: docker build --secret id=nuget,src=$HOME/.nuget/NuGet/NuGet.Config
COPY global.json Directory.* ./
COPY src/SmtpCodes/SmtpCodes.csproj src/SmtpCodes/packages.lock.json src/SmtpCodes/
COPY src/SmtpCodeApi/SmtpCodeApi.csproj src/SmtpCodeApi/packages.lock.json src/SmtpCodeApi/
RUN --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config \
    dotnet restore src/SmtpCodeApi/SmtpCodeApi.csproj --locked-mode \
    && dotnet restore src/SmtpCodeApi/SmtpCodeApi.csproj -a "${TARGETARCH:-$(dpkg --print-architecture)}" -p:PublishAot=true

COPY .editorconfig ./
COPY openapi/v1.json openapi/v1.yaml openapi/
COPY src/ src/
ARG COMMIT
RUN dotnet publish src/SmtpCodeApi/SmtpCodeApi.csproj --no-restore -c Release -o /app \
    -a "${TARGETARCH:-$(dpkg --print-architecture)}" -p:PublishAot=true \
    -p:ContinuousIntegrationBuild=true -p:SourceRevisionId="$COMMIT"

# Neither shell nor package manager in here; the files belong to root, the process does not.
FROM ${RUNTIME_IMAGE}
ARG RUNTIME_IMAGE
ARG COMMIT
ARG VERSION=1.0.0
LABEL org.opencontainers.image.title="SmtpCodeApi" \
      org.opencontainers.image.description="Looks up, compares and explains SMTP codes over HTTP." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="$RUNTIME_IMAGE" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$COMMIT"
# Socket events go to Kestrel's queue on the threads that wait for them, without the way through the pool: a tenth less for a look-up. Requests are still answered on
# the pool. It is for the whole process, so it stands here and not in the program: in a test's process, whose code may block, it would block the sockets.
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1
COPY --from=build /app/SmtpCodeApi /app/appsettings.json /app/
WORKDIR /app
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["/app/SmtpCodeApi", "--healthcheck"]
ENTRYPOINT ["/app/SmtpCodeApi"]
