"""Reading files of customers as they really are. Nothing here touches the database.

``files`` finds the table in a CSV or Excel file and gives its rows as text; ``headers`` finds the
row of headers; ``guessing`` says which column means what (the *targets* of ``targets``);
``reading`` makes families of the rows, with every problem by row and column.
"""
