"""What the children of the server do: one module per job, with a function `run(graph, output, **arguments)`.

A module may also have `prepare(graph)`: what is done once in a child before it is ready.
"""
