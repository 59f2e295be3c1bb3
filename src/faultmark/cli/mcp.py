"""``faultmark mcp``: the tools for agents over the Model Context Protocol, on stdio or HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from faultmark.cli.agent_tools import AgentTools

__all__ = ["make_server", "mcp", "with_token"]


def mcp(
    transport: Annotated[Literal["stdio", "http"], typer.Option(help="How agents reach it.")] = "stdio",
    root: Annotated[
        Path, typer.Option(help="Folder that agents may read and write files in.", file_okay=False)
    ] = Path(),
    host: Annotated[str, typer.Option(help="Address to listen on, over HTTP.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port, over HTTP.")] = 8090,
    token: Annotated[
        str | None,
        typer.Option(envvar="FAULTMARK_MCP_TOKEN", help="Token that agents send, over HTTP; drawn when left away."),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="URL", help="The server that deployments go to.")] = None,
    api_key: Annotated[
        str | None, typer.Option(help="Its API key.", envvar="LABEL_STUDIO_API_KEY", show_default=False)
    ] = None,
) -> None:
    """Serve Faultmark's tools to coding agents (MCP).

    Over HTTP every request carries the token as `Authorization: Bearer …`.
    """
    from faultmark.cli.agent_tools import AgentTools

    server = make_server(AgentTools(root, to, api_key))
    if transport == "stdio":
        server.run("stdio")
        return
    import secrets

    import uvicorn

    if token is None:
        token = secrets.token_urlsafe(24)
        typer.echo(f"token: {token}", err=True)
    typer.echo(f"http://{host}:{port}/mcp", err=True)
    application = with_token(server.streamable_http_app(host=host, json_response=True, stateless_http=True), token)
    uvicorn.run(application, host=host, port=port, log_level="warning")


def make_server(tools: AgentTools) -> MCPServer:
    """An MCP server with all tools; an error's text is JSON with code, message, place and remedies, and no more."""
    from mcp.server.mcpserver import Image, MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.types import CallToolResult, TextContent

    import faultmark
    from faultmark.cli.agent_tools import told
    from faultmark.errors import FaultmarkError

    class Server(MCPServer):
        async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
            try:
                _refuse_unknown(name, arguments, await self.list_tools())
                return await super().call_tool(name, arguments, context)
            except (ToolError, FaultmarkError) as error:
                cause: BaseException | None = error
                while cause is not None and not isinstance(cause, FaultmarkError):
                    cause = cause.__cause__
                if cause is None:
                    raise
                return CallToolResult(content=[TextContent(type="text", text=told(cause))], is_error=True)

    server: Any = Server(
        "faultmark",
        version=faultmark.__version__,
        # What goes wrong is told to the agent; the log of a stdio server is for what nobody expected.
        log_level="WARNING",
        instructions=(
            "Faultmark labels anomalies in machine telemetry on Label Studio. Draft an interface from a description, "
            "lint it against a sample, preview it, then deploy it with tasks and predictions. Every error has a code "
            "and a remedy. Deploy with dry_run first where a project has labels."
        ),
    )

    def preview(interface: str, sample: str) -> Image:
        return Image(data=tools.preview(interface, sample), format="png")

    # The protocol's schema is made of the types, which this module does not hold by name until it serves.
    preview.__annotations__ = {"interface": str, "sample": str, "return": Image}

    verbs: dict[str, Callable[..., Any]] = {
        "draft": tools.draft,
        "lint": tools.lint,
        "preview": preview,
        "deploy": tools.deploy,
        "import": tools.import_tasks,
        "predict": tools.predict,
        "agreement": tools.agreement,
        "export": tools.export,
    }
    for name, work in verbs.items():
        described = (tools.preview if name == "preview" else work).__doc__ or ""
        server.add_tool(_telling(work), name=name, description=" ".join(described.split()))
    return server  # type: ignore[no-any-return]


def _refuse_unknown(name: str, arguments: dict[str, Any], tools: Sequence[Any]) -> None:
    """Refuse arguments that a tool does not have: left out without a word, they would seem to have been obeyed."""
    import difflib

    from faultmark.errors import ConfigError, Remedy

    known = next((list(tool.input_schema["properties"]) for tool in tools if tool.name == name), list(arguments))
    for argument in arguments:
        if argument not in known:
            close = difflib.get_close_matches(argument, known, 1)
            raise ConfigError(
                "agent.argument.unknown",
                f"The tool {name} has no argument {argument!r}.",
                remedies=(Remedy(f"Did you mean {close[0]}?" if close else f"It has {', '.join(known)}."),),
            )


def _telling(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same function with our errors as those of a tool, which the protocol carries."""
    from functools import wraps

    from faultmark.errors import FaultmarkError

    @wraps(work)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        try:
            return work(*arguments, **named)
        except FaultmarkError as error:
            from mcp.server.mcpserver.exceptions import ToolError

            raise ToolError(error.code) from error

    return wrapped


def with_token(application: Any, token: str) -> Any:
    """The ASGI application for those who send the token; everybody else gets 401."""
    import hmac

    wanted = f"Bearer {token}".encode()

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(given, wanted):
                headers = [(b"content-type", b"application/json"), (b"www-authenticate", b"Bearer")]
                await send({"type": "http.response.start", "status": 401, "headers": headers})
                await send({"type": "http.response.body", "body": b'{"error": "The token is missing or wrong."}'})
                return
        await application(scope, receive, send)

    return guarded
